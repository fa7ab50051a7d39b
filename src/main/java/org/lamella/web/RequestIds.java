package org.lamella.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id, by which its answer, its lines in the log and its rows in the audit trail are found. A
 * caller that has one already keeps it.
 */
public final class RequestIds extends OncePerRequestFilter {
    /** The request attribute that holds the id. */
    public static final String ATTRIBUTE = "lamella.requestId";

    static final String HEADER = "Request-Id";
    private static final String LOG_KEY = "requestId";
    /** Nothing that could break a line of a log or a page. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = Optional.ofNullable(request.getHeader(HEADER))
                .filter(sent -> SANE.matcher(sent).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        try (var line = MDC.putCloseable(LOG_KEY, id)) {
            chain.doFilter(request, response);
        }
    }
}

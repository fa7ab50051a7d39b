package org.lamella.database;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Before everything else, so that it also answers for outages that no controller sees: looking up a session, checking a
 * token, rendering a page. {@link OutageResolver} sends it those that a controller met.
 */
record OutageFilter(OutageAnswer answer) implements Filter {
    /**
     * Set once a request has met an outage. Whatever fails in it afterwards is a consequence: Spring Session, for one,
     * writes a session again whose first write broke off, and may find it there.
     */
    private static final String MET = OutageFilter.class.getName() + ".MET";

    /** Notes the outage if this failure is one. */
    static boolean meets(ServletRequest request, Throwable failure) {
        if (request.getAttribute(MET) == null && DatabaseOutage.causes(failure)) {
            request.setAttribute(MET, true);
        }
        return request.getAttribute(MET) != null;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException failure) {
            if (!meets(request, failure) || response.isCommitted()) {
                throw failure;
            }
            answer.write((HttpServletRequest) request, (HttpServletResponse) response, failure);
        }
    }
}

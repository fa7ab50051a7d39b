package org.lamella.web.whole;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.lamella.access.CurrentCaller;
import org.lamella.web.BodyTooLong;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.ProblemWriter;
import org.lamella.web.StreamedBodies;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Serves the writes of the API that are to be done once however often they come ({@code Idempotency-Key}), and those that
 * are not to be done at all ({@code ?dryRun=true}). A dry run needs no key: it may be repeated anyway.
 */
final class WholeRequests extends OncePerRequestFilter {
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final String DRY_RUN = "dryRun";

    private final OneTransaction transaction;
    private final OnceOnly onceOnly;
    private final ProblemWriter problems;

    WholeRequests(OneTransaction transaction, OnceOnly onceOnly, ProblemWriter problems) {
        this.transaction = transaction;
        this.onceOnly = onceOnly;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !WRITES.contains(request.getMethod())
                || StreamedBodies.isOne(request)
                || (request.getHeader(Asked.HEADER) == null && request.getParameter(DRY_RUN) == null);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            boolean dryRun = isDryRun(request);
            WholeBody whole = new WholeBody(request);
            if (dryRun) {
                response.setHeader("Dry-Run", "true");
                transaction.tryOut(whole, response, chain);
            } else if (request.getHeader(Asked.HEADER) != null) {
                onceOnly.serve(Asked.of(whole, CurrentCaller.get().orElse(null)), whole, response, chain);
            } else {
                chain.doFilter(whole, response);
            }
        } catch (InvalidInput invalid) {
            problems.write(response, invalid);
        } catch (BodyTooLong tooLong) {
            problems.write(response, HttpStatus.CONTENT_TOO_LARGE, "too-long", tooLong.getMessage());
        }
    }

    private static boolean isDryRun(HttpServletRequest request) {
        return switch (request.getParameter(DRY_RUN)) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            case String other ->
                throw new InvalidInput(List.of(FieldError.invalid(DRY_RUN, "must be true or false, not " + other)));
        };
    }
}

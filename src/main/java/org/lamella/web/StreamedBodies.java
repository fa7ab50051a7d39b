package org.lamella.web;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Calls whose body is of any length and is read as it comes: by whoever takes it, who has limits of his own. It is never held
 * in memory, so that such a call can be neither tried out nor repeated by its key.
 */
public final class StreamedBodies {
    public static final String ARCHIVES = "/api/v1/image-archives";

    private StreamedBodies() {}

    public static boolean isOne(HttpServletRequest request) {
        return request.getMethod().equals("POST") && request.getRequestURI().equals(ARCHIVES);
    }

    /** Whether the caller wants what cannot be had here. */
    public static boolean asksForMore(HttpServletRequest request) {
        return request.getHeader("Idempotency-Key") != null || request.getParameter("dryRun") != null;
    }
}

package org.lamella.web.listing;

import java.time.Instant;
import java.util.Objects;

/**
 * Which part of a list is asked for, as it was written: an argument of handlers, to be given to {@link Listing#query}.
 *
 * @param filter empty for all
 * @param sort empty for the list's own order
 * @param cursor empty for the first page
 * @param limit empty for 100
 */
public record ListRequest(String filter, String sort, String cursor, String limit, Instant now, Cursors cursors) {
    static final int DEFAULT_LIMIT = 100;
    static final int LARGEST_LIMIT = 500;
    static final int LONGEST_FILTER = 2_000;

    public ListRequest {
        Objects.requireNonNull(filter);
        Objects.requireNonNull(sort);
        Objects.requireNonNull(cursor);
        Objects.requireNonNull(limit);
    }
}

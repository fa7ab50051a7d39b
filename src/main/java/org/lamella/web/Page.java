package org.lamella.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next what to send as {@code cursor} for the page after it; null when there is none
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    /** The same page of other things: of the whole entities, say, whose ids were found. */
    public <R> Page<R> map(Function<List<T>, List<R>> all) {
        return new Page<>(all.apply(items), next);
    }

    /**
     * Which page is asked for. The cursor is opaque to callers; inside it is the last name of the page before.
     *
     * @param after names above this one; empty for the first page
     * @param limit 1 to 500
     */
    public record Request(String after, int limit) {
        static final int DEFAULT_LIMIT = 100;
        static final int LARGEST_LIMIT = 500;

        /** How many rows to read: one more than shown tells whether there is a next page. */
        public int fetch() {
            return limit + 1;
        }

        /** @param rows up to {@link #fetch} of them, ordered by {@code name} */
        public <R, T> Page<T> of(List<R> rows, Function<R, T> view, Function<T, String> name) {
            List<T> items = rows.stream().limit(limit).map(view).toList();
            return new Page<>(items, rows.size() > limit ? cursor(name.apply(items.getLast())) : null);
        }
    }

    static String cursor(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }
}

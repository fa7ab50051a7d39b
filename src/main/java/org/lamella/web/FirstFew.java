package org.lamella.web;

import java.util.List;
import java.util.stream.Collectors;

/** Names the first few of what may be very many, and counts the rest. */
public final class FirstFew {
    /** So many are named. */
    public static final int NAMED = 5;

    private FirstFew() {}

    /** Such as {@code a, b, c, d, e, and 3 more}. */
    public static String of(List<String> all, String separator) {
        return of(all, all.size(), separator);
    }

    /** @param count of all, of which the first are there */
    public static String of(List<String> first, int count, String separator) {
        int more = count - Math.min(first.size(), NAMED);
        String named = first.stream().limit(NAMED).collect(Collectors.joining(separator));
        return more > 0 ? named + separator + "and " + more + " more" : named;
    }
}

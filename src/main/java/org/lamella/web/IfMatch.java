package org.lamella.web;

import java.util.List;

/**
 * What a caller believes of the thing that it is about to change: an argument of handlers, from {@code If-Match} (RFC 9110
 * §13.1.1). Whoever sends none changes whatever is there.
 *
 * @param sent the header as it came; empty without one
 * @param numbers the versions that will do
 * @param any whether every version will
 */
public record IfMatch(String sent, List<Long> numbers, boolean any) {
    /** Of who sends none, as a page's form does. */
    public static final IfMatch ANY = new IfMatch("", List.of(), true);

    public IfMatch {
        numbers = List.copyOf(numbers);
    }

    /**
     * To be called with the thing locked, or in the transaction that will see its version change.
     *
     * @param version the number in the thing's {@link Version}
     * @throws PreconditionFailed when it is none of those that will do
     */
    public void require(long version) {
        if (!any && !numbers.contains(version)) {
            throw new PreconditionFailed(sent, Version.of(version));
        }
    }
}

package org.lamella.slivers;

import org.lamella.web.Unavailable;

/** Reads what slivers print, which their nodes keep. */
public interface NodeConsoles {
    /**
     * Part of what a sliver has printed.
     *
     * @param from where this begins, in bytes of all that the sliver ever printed; later than was asked for where that is not
     *     kept any more
     * @param next what to ask for next
     * @param text as it was printed, control characters too; what is no UTF-8 is replaced
     */
    record Printed(long from, long next, String text) {}

    /**
     * Asks the node and waits for its answer; not to be called within a transaction.
     *
     * @param from where to begin
     * @throws Unavailable when there is no answer: why
     */
    Printed on(String node, String slice, long from);
}

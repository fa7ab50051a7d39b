package org.lamella.agent.console;

/** Part of what a sliver has printed. */
public final class Printed {
    public static final Printed NOTHING = new Printed(0, 0, new byte[0]);

    private final long from;
    private final long next;
    private final byte[] bytes;

    /**
     * Keeps the array, which nobody changes any more.
     *
     * @param from where in all that it ever printed this begins; later than was asked for where that is not kept any more
     * @param next what to ask for next
     */
    public Printed(long from, long next, byte[] bytes) {
        this.from = from;
        this.next = next;
        this.bytes = bytes;
    }

    public long from() {
        return from;
    }

    public long next() {
        return next;
    }

    public byte[] bytes() {
        return bytes;
    }
}

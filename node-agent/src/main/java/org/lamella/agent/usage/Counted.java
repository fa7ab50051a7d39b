package org.lamella.agent.usage;

/**
 * What the kernel counts of a context from its beginning on. A number that it does not count here is {@link #NOT}.
 *
 * @param cpuMicros CPU time of all its threads
 * @param sentBytes by its network link
 * @param receivedBytes likewise
 * @param readBytes from the node's disks
 * @param writtenBytes likewise, as far as the kernel tells whose they were
 */
public record Counted(long cpuMicros, long sentBytes, long receivedBytes, long readBytes, long writtenBytes) {
    public static final long NOT = -1;

    static final Counted UNKNOWN = new Counted(NOT, NOT, NOT, NOT, NOT);

    /** Of a context that has just begun. */
    public static final Counted NOTHING = new Counted(0, 0, 0, 0, 0);

    /** How much more it is now; a count that has become smaller began anew. */
    Counted since(Counted before) {
        return new Counted(
                growth(cpuMicros, before.cpuMicros),
                growth(sentBytes, before.sentBytes),
                growth(receivedBytes, before.receivedBytes),
                growth(readBytes, before.readBytes),
                growth(writtenBytes, before.writtenBytes));
    }

    Counted plus(Counted more) {
        return new Counted(
                sum(cpuMicros, more.cpuMicros),
                sum(sentBytes, more.sentBytes),
                sum(receivedBytes, more.receivedBytes),
                sum(readBytes, more.readBytes),
                sum(writtenBytes, more.writtenBytes));
    }

    static long growth(long now, long before) {
        if (now == NOT || before == NOT) {
            return NOT;
        }
        return now < before ? now : now - before;
    }

    /** Of what was counted only now and then the sum says what is known. */
    static long sum(long one, long other) {
        if (one == NOT || other == NOT) {
            return Math.max(one, other);
        }
        return one + other;
    }
}

package org.lamella.agent.traffic;

/**
 * What went one way, and what was dropped on it because its queue was full.
 *
 * @param waiting bytes that are in its queue now
 */
record Passed(long bytes, long packets, long dropped, long waiting) {
    static final Passed NOTHING = new Passed(0, 0, 0, 0);

    Passed withWaiting(long bytesWaiting) {
        return new Passed(bytes, packets, dropped, bytesWaiting);
    }

    Passed plus(Passed other) {
        return new Passed(
                bytes + other.bytes, packets + other.packets, dropped + other.dropped, waiting + other.waiting);
    }
}

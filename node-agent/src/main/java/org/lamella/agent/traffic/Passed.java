package org.lamella.agent.traffic;

/** What went one way, and what was dropped on it because its queue was full. */
record Passed(long bytes, long packets, long dropped) {
    static final Passed NOTHING = new Passed(0, 0, 0);

    Passed plus(Passed other) {
        return new Passed(bytes + other.bytes, packets + other.packets, dropped + other.dropped);
    }
}

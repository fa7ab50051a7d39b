package org.lamella.slices;

import java.util.Locale;
import java.util.OptionalLong;

/** What each sliver of a slice may have only so much of at once. */
public enum Bound {
    /** Threads count, too. */
    PROCESSES("processes", "Processes", "", OptionalLong.of(4096), 16, 1_000_000),
    /** Usually as much as the node has. */
    MEMORY_BYTES("memoryBytes", "Memory", "bytes", OptionalLong.empty(), 16 << 20, 1L << 50),
    OPEN_FILES("openFiles", "Open files of a process", "", OptionalLong.of(20_000), 64, 1_048_576),
    LOCKED_MEMORY_BYTES(
            "lockedMemoryBytes", "Locked memory of a process", "bytes", OptionalLong.of(8 << 20), 4096, 1L << 50),
    SHARED_MEMORY_BYTES("sharedMemoryBytes", "Shared memory", "bytes", OptionalLong.of(1 << 30), 4096, 1L << 50);

    private final String field;
    private final String title;
    private final String unit;
    private final OptionalLong usual;
    private final long least;
    private final long most;

    /** The usual numbers are an agent's own, too, for control planes that say none. */
    Bound(String field, String title, String unit, OptionalLong usual, long least, long most) {
        this.field = field;
        this.title = title;
        this.unit = unit;
        this.usual = usual;
        this.least = least;
        this.most = most;
    }

    /** Its name in the API. */
    public String field() {
        return field;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** What it is counted in; empty for plain numbers. */
    public String unit() {
        return unit;
    }

    /** What holds unless another number is set; empty: there is no bound then. */
    public OptionalLong usual() {
        return usual;
    }

    /** Whether it changes in slivers that run; otherwise at their next start. */
    public boolean isInForceAtOnce() {
        return this == PROCESSES || this == MEMORY_BYTES;
    }

    long least() {
        return least;
    }

    long most() {
        return most;
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}

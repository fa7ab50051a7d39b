package org.lamella.slivers;

import java.util.Locale;
import java.util.stream.Collectors;

/** What people read of a {@link MemoryReset}. */
final class ResetWords {
    private static final double MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;

    private ResetWords() {}

    static String bytes(long bytes) {
        return bytes >= 10 * GIBI
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIBI)
                : String.format(Locale.ROOT, "%.0f MiB", bytes / MEBI);
    }

    /** What the node had left. */
    static String left(MemoryReset reset) {
        String memory = bytes(reset.availableBytes()) + " of " + bytes(reset.totalBytes()) + " of memory left";
        return reset.swapBytes() == 0
                ? memory
                : memory + ", " + bytes(reset.swapUsedBytes()) + " of " + bytes(reset.swapBytes()) + " of swap in use";
    }

    static String guaranteed(MemoryReset reset) {
        return reset.guaranteedBytes() == 0 ? "nothing" : bytes(reset.guaranteedBytes());
    }

    static String processes(MemoryReset reset, String between) {
        return reset.processes().stream()
                .map(process -> process.pid() + " " + process.command() + " (" + bytes(process.memoryBytes()) + ")")
                .collect(Collectors.joining(between));
    }

    /** All of it on one line. */
    static String line(MemoryReset reset) {
        return reset.slice() + " on " + reset.node() + " was reset: it used " + bytes(reset.usedBytes())
                + " and is guaranteed " + guaranteed(reset) + "; the node had " + left(reset)
                + (reset.lastResort() ? "; all slivers beyond their guarantees were reset" : "")
                + (reset.processes().isEmpty() ? "" : "; its largest processes: " + processes(reset, ", "));
    }
}

package org.lamella.agent.plan;

import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * How much a sliver may have at once, and what its root may do beyond the usual. Processes and memory can be changed while it runs;
 * the rest is as it was when it started.
 *
 * @param processes threads count, too
 * @param memoryBytes 0: as much as the node has
 * @param openFiles of one process
 * @param lockedMemoryBytes of one process
 * @param sharedMemoryBytes of System V, in all; as much again in {@code /dev/shm}
 * @param capabilities such as {@code CAP_NET_ADMIN}, in order
 */
public record SliverBounds(
        long processes,
        long memoryBytes,
        long openFiles,
        long lockedMemoryBytes,
        long sharedMemoryBytes,
        List<String> capabilities) {
    private static final long MEBIBYTE = 1024 * 1024;

    /** Where nobody has said anything else. */
    public static final SliverBounds USUAL =
            new SliverBounds(4096, 0, 20_000, 8 * MEBIBYTE, 1024 * MEBIBYTE, List.of());

    public SliverBounds {
        if (Stream.of(processes, openFiles, lockedMemoryBytes, sharedMemoryBytes)
                        .anyMatch(bound -> bound < 1)
                || memoryBytes < 0) {
            throw new IllegalArgumentException("a bound of these is below the least: processes " + processes
                    + ", memory " + memoryBytes + ", open files " + openFiles + ", locked memory " + lockedMemoryBytes
                    + ", shared memory " + sharedMemoryBytes);
        }
        capabilities = Objects.requireNonNullElse(capabilities, List.<String>of()).stream()
                .sorted()
                .distinct()
                .toList();
    }

    public boolean sameLimitsWhileRunning(SliverBounds other) {
        return processes == other.processes && memoryBytes == other.memoryBytes;
    }

    /** These, but for what can be changed while a sliver runs, which is taken from the other. */
    public SliverBounds withLimitsWhileRunning(SliverBounds other) {
        return new SliverBounds(
                other.processes, other.memoryBytes, openFiles, lockedMemoryBytes, sharedMemoryBytes, capabilities);
    }

    /** What a sliver that was started with these gets only when it is started again, in words; empty: nothing. */
    public String awaitedAtNextStart(SliverBounds wanted) {
        StringJoiner words = new StringJoiner(", ", "from its next start: ", "").setEmptyValue("");
        number(words, "open files", openFiles, wanted.openFiles);
        number(words, "bytes of locked memory", lockedMemoryBytes, wanted.lockedMemoryBytes);
        number(words, "bytes of shared memory", sharedMemoryBytes, wanted.sharedMemoryBytes);
        if (!capabilities.equals(wanted.capabilities)) {
            words.add("capabilities " + wanted.capabilities + " (now " + capabilities + ")");
        }
        return words.toString();
    }

    private static void number(StringJoiner words, String what, long now, long wanted) {
        if (now != wanted) {
            words.add(wanted + " " + what + " (now " + now + ")");
        }
    }
}

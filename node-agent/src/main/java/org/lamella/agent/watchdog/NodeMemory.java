package org.lamella.agent.watchdog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much memory the node has left.
 *
 * @param totalBytes all of it
 * @param availableBytes what could be had without swapping, as the kernel estimates it
 * @param swapBytes 0: there is none
 * @param swapFreeBytes what of it is unused
 */
public record NodeMemory(long totalBytes, long availableBytes, long swapBytes, long swapFreeBytes) {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final long KIBI = 1024;

    public NodeMemory {
        if (totalBytes <= 0 || availableBytes < 0 || swapFreeBytes < 0 || swapBytes < swapFreeBytes) {
            throw new IllegalArgumentException("memory of " + totalBytes + " bytes with " + availableBytes
                    + " available, and " + swapFreeBytes + " of " + swapBytes + " bytes of swap unused");
        }
    }

    /** As the kernel says it now. */
    public static NodeMemory now() throws IOException {
        return parse(Files.readAllLines(MEMINFO));
    }

    /** @throws IOException when a number is missing, or they contradict each other */
    static NodeMemory parse(List<String> lines) throws IOException {
        try {
            return new NodeMemory(
                    bytes(lines, "MemTotal:"),
                    bytes(lines, "MemAvailable:"),
                    bytes(lines, "SwapTotal:"),
                    bytes(lines, "SwapFree:"));
        } catch (IllegalArgumentException e) {
            throw new IOException(MEMINFO + " is not as expected: " + e.getMessage(), e);
        }
    }

    private static long bytes(List<String> lines, String name) throws IOException {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return KIBI
                        * Long.parseLong(line.substring(name.length(), line.length() - " kB".length())
                                .strip());
            }
        }
        throw new IOException(MEMINFO + " does not say " + name);
    }

    public boolean hasSwap() {
        return swapBytes > 0;
    }

    public long swapUsedBytes() {
        return swapBytes - swapFreeBytes;
    }

    /** For people. */
    String words() {
        String memory = Amount.words(availableBytes) + " of " + Amount.words(totalBytes) + " of memory left";
        return hasSwap()
                ? memory + " and " + Amount.words(swapUsedBytes()) + " of " + Amount.words(swapBytes)
                        + " of swap in use"
                : memory;
    }
}

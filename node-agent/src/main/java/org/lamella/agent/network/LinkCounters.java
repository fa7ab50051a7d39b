package org.lamella.agent.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernel has counted of each link. Read where the agent's own network namespace shows: {@code /sys/class/net} may be
 * that of another, in which it was mounted, and {@code /proc/net} that of the process's first thread.
 */
public final class LinkCounters {
    private static final Path ALL = Path.of("/proc/thread-self/net/dev");
    private static final int RECEIVED = 0;
    private static final int SENT = 8;

    private LinkCounters() {}

    /** By slice; those that have no link are left out. */
    public static Map<String, LinkBytes> of(Collection<String> slices) throws IOException {
        return of(slices, Files.readAllLines(ALL));
    }

    static Map<String, LinkBytes> of(Collection<String> slices, List<String> lines) {
        Map<String, LinkBytes> byLink = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && VethName.isOurs(line.substring(0, colon).strip())) {
                String[] numbers = line.substring(colon + 1).strip().split("\\s+", -1);
                // What the node's end has received the sliver has sent.
                byLink.put(
                        line.substring(0, colon).strip(),
                        new LinkBytes(Long.parseLong(numbers[RECEIVED]), Long.parseLong(numbers[SENT])));
            }
        }
        Map<String, LinkBytes> bySlice = new HashMap<>();
        for (String slice : slices) {
            LinkBytes bytes = byLink.get(VethName.of(slice));
            if (bytes != null) {
                bySlice.put(slice, bytes);
            }
        }
        return bySlice;
    }
}

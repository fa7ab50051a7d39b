package org.lamella.agent.usage;

import java.io.IOException;
import org.lamella.agent.cgroups.Cgroups;

/** What the control group of one sliver says, v1 and v2. What a kernel does not count is {@link Counted#NOT}. */
public final class KernelCounts {
    private static final long MICROS_NANOS = 1_000;
    private static final String WITH_SWAP = "memory.memsw.failcnt";
    private static final String LOOP = "7:";

    private final Cgroups cgroups;
    private final boolean cpuV2;
    private final boolean memoryV2;
    private final boolean ioV2;

    public KernelCounts(Cgroups cgroups) {
        this.cgroups = cgroups;
        this.cpuV2 = cgroups.isUnified("cpuacct");
        this.memoryV2 = cgroups.isUnified("memory");
        this.ioV2 = cgroups.isUnified("blkio");
    }

    /** @throws IOException when the context has just gone */
    public long cpuMicros(String slice) throws IOException {
        return cpuV2
                ? number(cgroups.read(slice, "cpu", "cpu.stat"), "usage_usec")
                : Long.parseLong(cgroups.read(slice, "cpuacct", "cpuacct.usage")) / MICROS_NANOS;
    }

    /** Without files that are cached and not in use. */
    public long memoryBytes(String slice) throws IOException {
        long all = Long.parseLong(cgroups.read(slice, "memory", memoryV2 ? "memory.current" : "memory.usage_in_bytes"));
        long idle = number(
                cgroups.read(slice, "memory", "memory.stat"), memoryV2 ? "inactive_file" : "total_inactive_file");
        return idle == Counted.NOT ? all : Math.max(0, all - idle);
    }

    /** What it has come to for want of memory. */
    public MemoryEvents memoryEvents(String slice) {
        try {
            if (memoryV2) {
                String events = cgroups.read(slice, "memory", "memory.events");
                return new MemoryEvents(number(events, "low"), number(events, "oom_kill"), number(events, "oom"));
            }
            return new MemoryEvents(
                    Counted.NOT,
                    number(cgroups.read(slice, "memory", "memory.oom_control"), "oom_kill"),
                    limitReached(slice));
        } catch (IOException e) {
            return MemoryEvents.UNKNOWN;
        }
    }

    /** Where swap is counted, too, it is the bound of both together that is come to first. */
    private long limitReached(String slice) throws IOException {
        long both =
                cgroups.has(slice, "memory", WITH_SWAP) ? Long.parseLong(cgroups.read(slice, "memory", WITH_SWAP)) : 0;
        return both + Long.parseLong(cgroups.read(slice, "memory", "memory.failcnt"));
    }

    /**
     * What the node's disks have read for the sliver, or written. Its own disk is a file on one of these, so what is read from
     * that is counted where it comes from.
     */
    public long diskBytes(String slice, boolean written) {
        try {
            return ioV2
                    ? sum(cgroups.read(slice, "io", "io.stat"), written)
                    : sumV1(cgroups.read(slice, "blkio", "blkio.throttle.io_service_bytes_recursive"), written);
        } catch (IOException e) {
            return Counted.NOT;
        }
    }

    /** The number in the line that begins with this word. */
    static long number(String text, String word) {
        return text.lines()
                .filter(line -> line.startsWith(word + " "))
                .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)))
                .findFirst()
                .orElse(Counted.NOT);
    }

    /** Lines such as {@code 8:0 rbytes=90112 wbytes=0 rios=2 …}. */
    static long sum(String text, boolean written) {
        String key = written ? "wbytes=" : "rbytes=";
        long sum = 0;
        for (String line : text.lines().filter(KernelCounts::isOfADisk).toList()) {
            for (String word : line.split(" ", -1)) {
                sum += word.startsWith(key) ? Long.parseLong(word.substring(key.length())) : 0;
            }
        }
        return sum;
    }

    /** Lines such as {@code 8:0 Read 90112}. */
    static long sumV1(String text, boolean written) {
        String key = written ? " Write " : " Read ";
        return text.lines()
                .filter(KernelCounts::isOfADisk)
                .filter(line -> line.contains(key))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(key) + key.length())))
                .sum();
    }

    private static boolean isOfADisk(String line) {
        return !line.startsWith(LOOP) && !line.startsWith("Total");
    }
}

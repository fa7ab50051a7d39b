package org.lamella.agent.watchdog;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.lamella.agent.cgroups.Cgroups;

/** What the kernel charges to slivers' control groups, without the page cache, which it takes back by itself. */
public record CgroupMemory(Cgroups cgroups) implements MemoryMeter {
    private static final String MEMORY = "memory";

    @Override
    public long used(String slice) throws IOException {
        Map<String, Long> counted = counted(slice);
        return cgroups.isUnified("memory") ? usedV2(slice, counted) : usedV1(slice, counted);
    }

    private long usedV1(String slice, Map<String, Long> counted) throws IOException {
        String withSwap = "memory.memsw.usage_in_bytes";
        long charged = number(slice, cgroups.has(slice, MEMORY, withSwap) ? withSwap : "memory.usage_in_bytes");
        return beyond(charged, of(counted, "total_cache") - of(counted, "total_shmem"));
    }

    private long usedV2(String slice, Map<String, Long> counted) throws IOException {
        long swapped = cgroups.has(slice, MEMORY, "memory.swap.current") ? number(slice, "memory.swap.current") : 0;
        return beyond(
                number(slice, "memory.current") + swapped,
                of(counted, "file") - of(counted, "shmem") + of(counted, "slab_reclaimable"));
    }

    /** The numbers are not read at one instant. */
    private static long beyond(long charged, long reclaimable) {
        return Math.max(0, charged - Math.max(0, reclaimable));
    }

    private Map<String, Long> counted(String slice) throws IOException {
        return cgroups.read(slice, MEMORY, "memory.stat")
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
    }

    private static long of(Map<String, Long> counted, String name) {
        return counted.getOrDefault(name, 0L);
    }

    private long number(String slice, String file) throws IOException {
        return Long.parseLong(cgroups.read(slice, MEMORY, file));
    }
}

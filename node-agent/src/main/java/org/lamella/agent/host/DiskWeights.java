package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether the node's disk can be told whom to serve how much. BFQ can, with either version of control groups; with v2 the kernel
 * can for every disk for which {@code io.cost} is switched on.
 *
 * @param how by what
 * @param words for people: by what, or why not
 */
public record DiskWeights(How how, String words) {
    /** By what disks are told. */
    public enum How {
        NOT,
        BFQ,
        COST
    }

    private static final Path COST = Path.of("/sys/fs/cgroup/io.cost.qos");

    /** @param folder on the disk that is meant */
    public static DiskWeights of(Path folder) {
        try {
            Optional<BlockDevice> disk = BlockDevice.under(folder);
            return disk.isPresent()
                    ? of(disk.get())
                    : new DiskWeights(
                            How.NOT, "none: the slivers' disks are on a file system that is on no single disk");
        } catch (IOException e) {
            return new DiskWeights(How.NOT, "none: which disk the slivers' are on cannot be told: " + e.getMessage());
        }
    }

    private static DiskWeights of(BlockDevice disk) throws IOException {
        String scheduler = disk.scheduler();
        if (scheduler.equals("bfq")) {
            // It goes by who asks, and for the loop devices that slivers' disks are threads ask that serve all of them
            // (measured: docs/rationale.md).
            return new DiskWeights(How.BFQ, "by bfq on " + disk.name() + ", roughly");
        }
        if (Files.exists(COST)
                && Files.readAllLines(COST).stream().anyMatch(line -> line.startsWith(disk.numbers() + " enable=1"))) {
            return new DiskWeights(How.COST, "by io.cost on " + disk.name());
        }
        return new DiskWeights(
                How.NOT,
                "none: " + disk.name() + " has the scheduler " + (scheduler.isEmpty() ? "none" : scheduler)
                        + ", which knows no weights; bfq does");
    }
}

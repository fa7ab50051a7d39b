package org.lamella.agent.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.BlockDevice;

/**
 * Whether the node's disk can be told whom to serve how much. BFQ can, with either version of control groups; with v2 the kernel
 * can for every disk for which {@code io.cost} is switched on.
 *
 * @param how by what
 * @param words for people: by what, or why not and what would help
 */
public record DiskWeights(How how, String words) {
    /** By what disks are told. */
    public enum How {
        NOT,
        BFQ,
        COST
    }

    /** @param folder on the disk that is meant */
    public static DiskWeights of(Path folder, Cgroups cgroups) {
        try {
            Optional<BlockDevice> disk = BlockDevice.under(folder);
            return disk.isPresent()
                    ? of(disk.get(), new DiskCost(cgroups))
                    : new DiskWeights(
                            How.NOT, "none: the slivers' disks are on a file system that is on no single disk");
        } catch (IOException e) {
            return new DiskWeights(How.NOT, "none: which disk the slivers' are on cannot be told: " + e.getMessage());
        }
    }

    private static DiskWeights of(BlockDevice disk, DiskCost cost) throws IOException {
        if (cost.isOn(disk)) {
            return new DiskWeights(How.COST, "by io.cost on " + disk.name());
        }
        String help = cost.isKnown() ? "lamella-agent measure-disk has io.cost keep them" : "";
        String scheduler = disk.scheduler();
        if (scheduler.equals("bfq")) {
            // It goes by who asks, and for the loop devices that slivers' disks are threads ask that serve all of them
            // (measured: docs/rationale.md).
            return new DiskWeights(
                    How.BFQ, "by bfq on " + disk.name() + ", roughly" + (help.isEmpty() ? "" : "; " + help));
        }
        return new DiskWeights(
                How.NOT,
                "none: " + disk.name() + " has the scheduler " + (scheduler.isEmpty() ? "none" : scheduler)
                        + ", which knows no weights; " + (help.isEmpty() ? "bfq does, roughly" : help));
    }
}

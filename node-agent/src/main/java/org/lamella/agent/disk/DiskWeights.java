package org.lamella.agent.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.BlockDevice;

/**
 * Whether the node's disk can be told whom to serve how much. BFQ can, with either version of control groups; with v2 the kernel
 * can for every disk for which {@code io.cost} is switched on.
 */
public final class DiskWeights {
    private static final String MEASURE = "lamella-agent measure-disk";

    private DiskWeights() {}

    /**
     * For people: by what, or why not and what would help.
     *
     * @param folder on the disk that is meant
     */
    public static String inWords(Path folder, Cgroups cgroups) {
        try {
            Optional<BlockDevice> disk = BlockDevice.under(folder);
            return disk.isPresent()
                    ? inWords(disk.get(), new DiskCost(cgroups))
                    : "none: the slivers' disks are on a file system that is on no single disk";
        } catch (IOException e) {
            return "none: which disk the slivers' are on cannot be told: " + e.getMessage();
        }
    }

    private static String inWords(BlockDevice disk, DiskCost cost) throws IOException {
        if (cost.isOn(disk)) {
            return "by io.cost on " + disk.name();
        }
        String scheduler = disk.scheduler();
        if (scheduler.equals("bfq")) {
            // It goes by who asks, and for the loop devices that slivers' disks are threads ask that serve all of them
            // (measured: docs/rationale.md).
            return "by bfq on " + disk.name() + ", roughly" + (cost.isKnown() ? " (better: " + MEASURE + ")" : "");
        }
        if (cost.isKnown()) {
            return "none: " + disk.name() + " is not measured (" + MEASURE + ")";
        }
        return "none: " + disk.name() + " has the scheduler " + (scheduler.isEmpty() ? "none" : scheduler)
                + ", which knows no weights; bfq does, roughly";
    }
}

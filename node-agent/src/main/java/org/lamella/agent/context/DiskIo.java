package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.BlockDevice;
import org.lamella.agent.plan.SliverIo;

/**
 * How slivers are served by the node's disk.
 *
 * <p>The share is a weight among all slivers on the disk that theirs lie on, where that knows weights. The ceilings are on the loop device that is the sliver's own disk: all that it reads
 * and writes of its files goes through that and nothing else does.
 *
 * <p>In v1 the kernel writes what was left in its cache in its own name and not in the sliver's. So there the sliver's device has
 * the same ceiling for the root of all groups, too; the rule is taken away with the device, which may be another's afterwards.
 */
record DiskIo(Cgroups cgroups, Folders folders) {
    private static final String V1 = "blkio";
    private static final String V1_READS = "blkio.throttle.read_bps_device";
    private static final String V1_WRITES = "blkio.throttle.write_bps_device";
    private static final String V2 = "io";
    private static final double USUAL_WEIGHT = 100;
    private static final long MOST_BFQ = 1_000;
    private static final long MOST_COST = 10_000;
    private static final String LOOP = "loop";

    /**
     * Harmless where it is in force already.
     *
     * @throws IOException with the kernel's reason; what it did not refuse is in force then
     */
    void apply(String slice, SliverIo io) throws IOException {
        Refusals refusals = new Refusals();
        refusals.attempt(() -> weigh(slice, io.share()));
        refusals.attempt(() -> bound(slice, io));
        refusals.throwIfAny();
    }

    /** For either way to keep weights that there may be: which of them the disk goes by can change while the sliver runs. */
    private void weigh(String slice, double share) throws IOException {
        if (cgroups.isUnified(V1)) {
            weigh(slice, V2, "io.bfq.weight", Long.toString(weight(share, MOST_BFQ)));
            weigh(slice, V2, "io.weight", "default " + weight(share, MOST_COST));
        } else {
            weigh(slice, V1, "blkio.bfq.weight", Long.toString(weight(share, MOST_BFQ)));
        }
    }

    private void weigh(String slice, String controller, String file, String weight) throws IOException {
        if (cgroups.has(slice, controller, file)) {
            Refusals.write(cgroups, slice, controller, file, weight);
        }
    }

    static long weight(double share, long most) {
        return Math.clamp(Math.round(USUAL_WEIGHT * share), 1, most);
    }

    private void bound(String slice, SliverIo io) throws IOException {
        Optional<BlockDevice> own = device(slice);
        boolean bounded = io.readBytes() > 0 || io.writeBytes() > 0;
        if (own.isEmpty()) {
            if (bounded) {
                throw new IOException("the ceilings of its disk cannot be set: it is not on a device of its own");
            }
            return;
        }
        String numbers = own.get().numbers();
        if (cgroups.isUnified(V1)) {
            boundV2(slice, numbers, io, bounded);
        } else if (bounded || cgroups.has(slice, V1, V1_WRITES)) {
            rule(slice, V1_READS, numbers, io.readBytes());
            rule(slice, V1_WRITES, numbers, io.writeBytes());
            rootRule(numbers, io.writeBytes());
        }
    }

    private void boundV2(String slice, String numbers, SliverIo io, boolean bounded) throws IOException {
        String file = "io.max";
        boolean had = cgroups.has(slice, V2, file) && isRuled(cgroups.read(slice, V2, file), numbers);
        if (bounded || had) {
            Refusals.write(
                    cgroups,
                    slice,
                    V2,
                    file,
                    numbers + " rbps=" + most(io.readBytes()) + " wbps=" + most(io.writeBytes()));
        }
    }

    private static String most(long bytes) {
        return bytes == 0 ? "max" : Long.toString(bytes);
    }

    /** A first rule for a device costs the kernel far more than a look, so none is written where there is nothing to change. */
    private void rule(String slice, String file, String numbers, long bytes) throws IOException {
        if (bytes > 0 || isRuled(cgroups.read(slice, V1, file), numbers)) {
            Refusals.write(cgroups, slice, V1, file, numbers + " " + bytes);
        }
    }

    private void rootRule(String numbers, long bytes) throws IOException {
        if (bytes > 0 || isRuled(cgroups.readRoot(V1, V1_WRITES), numbers)) {
            cgroups.writeRoot(V1, V1_WRITES, numbers + " " + bytes);
        }
    }

    private static boolean isRuled(String rules, String numbers) {
        return rules.lines().anyMatch(line -> line.startsWith(numbers + " "));
    }

    /** Takes away what does not go with the control groups; the disk is still mounted. Harmless where there is nothing. */
    void release(String slice) throws IOException {
        Optional<BlockDevice> own = device(slice);
        if (own.isPresent() && !cgroups.isUnified(V1) && cgroups.hasRoot(V1, V1_WRITES)) {
            rootRule(own.get().numbers(), 0);
        }
    }

    /** Empty where the disk is not mounted: its folder is then on the host's own, which no rule of a sliver's may touch. */
    private Optional<BlockDevice> device(String slice) throws IOException {
        Path mount = folders.mountedDisk(slice);
        return Files.exists(mount)
                ? BlockDevice.under(mount).filter(device -> device.name().startsWith(LOOP))
                : Optional.empty();
    }
}

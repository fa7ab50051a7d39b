package org.lamella.agent.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.AtomicFile;
import org.lamella.agent.host.BlockDevice;

/**
 * The kernel's {@code io.cost}: it makes each group wait whose requests have cost the disk more than is its share
 * (the kernel's {@code cgroup-v2.rst}). It goes by the group that a request is booked to, whichever task brings it to the disk, so it serves loop devices, too. But it is
 * only as good as its model of the disk, which therefore is measured, once, and kept with the agent's state.
 */
public final class DiskCost {
    private static final String IO = "io";
    private static final String V1 = "blkio";
    private static final String MODEL = "io.cost.model";
    private static final String SERVICE = "io.cost.qos";
    /** Slower than measured a disk may be, down to a quarter, and the kernel follows it; never faster: then no queue is in the disk. */
    private static final String LEAST_PERCENT = "25.00";

    private static final String MOST_PERCENT = "100.00";
    private static final String IN_TIME_PERCENT = "95.00";
    private static final long MICRO_NANOS = 1_000;

    private final Cgroups cgroups;

    public DiskCost(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    /** Whether this host's kernel has it, for the groups that slivers are in. */
    public boolean isKnown() {
        return cgroups.isUnified(V1) && cgroups.hasRoot(IO, SERVICE);
    }

    boolean isOn(BlockDevice disk) throws IOException {
        return isKnown()
                && cgroups.readRoot(IO, SERVICE)
                        .lines()
                        .anyMatch(line -> line.startsWith(disk.numbers() + " enable=1"));
    }

    /** The file of an agent's state that has the model of its disk. */
    static Path file(Path state) {
        return state.resolve("disk-cost");
    }

    /** The file that a disk is measured with: of one that was killed while it measured, it is still there. */
    static Path scratch(Path state) {
        return state.resolve("disk-cost.measured");
    }

    /**
     * Keeps what was measured, and switches it on.
     *
     * @throws IOException with the kernel's words
     */
    void keep(Path state, BlockDevice disk, CostModel model) throws IOException {
        AtomicFile.replaceDurably(file(state), model.line() + "\n");
        switchOn(disk, model);
    }

    /**
     * Has the disk that a folder is on shared by what was measured of it; does nothing where nothing was, or the kernel cannot.
     *
     * @throws IOException with the kernel's words, or why the file does not say what it should
     */
    public void resume(Path state) throws IOException {
        Files.deleteIfExists(scratch(state));
        if (!isKnown()) {
            return;
        }
        CostModel model;
        try {
            model = CostModel.parse(Files.readString(file(state)));
        } catch (NoSuchFileException e) {
            return;
        } catch (IllegalArgumentException e) {
            throw new IOException(file(state) + " is no model of a disk: " + e.getMessage(), e);
        }
        Optional<BlockDevice> disk = BlockDevice.under(state);
        if (disk.isPresent()) {
            switchOn(disk.get(), model);
        }
    }

    private void switchOn(BlockDevice disk, CostModel model) throws IOException {
        long micros = model.latency().toNanos() / MICRO_NANOS;
        cgroups.writeRoot(IO, MODEL, disk.numbers() + " " + model.line());
        cgroups.writeRoot(
                IO,
                SERVICE,
                "%s enable=1 ctrl=user rpct=%s rlat=%d wpct=%s wlat=%d min=%s max=%s"
                        .formatted(
                                disk.numbers(),
                                IN_TIME_PERCENT,
                                micros,
                                IN_TIME_PERCENT,
                                micros,
                                LEAST_PERCENT,
                                MOST_PERCENT));
    }

    /** Has the kernel share the disk no more, until {@link #resume}. Harmless where it does not. */
    public void suspend(Path state) throws IOException {
        Optional<BlockDevice> disk = BlockDevice.under(state);
        if (disk.isPresent() && Files.exists(file(state)) && isOn(disk.get())) {
            cgroups.writeRoot(IO, SERVICE, disk.get().numbers() + " enable=0");
        }
    }

    /** Forgets what was measured, and has the kernel share the disk no more. */
    void forget(Path state) throws IOException {
        suspend(state);
        AtomicFile.delete(file(state));
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.lamella.agent.host.FileSystemUse;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.DiskUse;
import org.lamella.agent.plan.SliverPlan;

/**
 * Looks after the disks of slivers that run. A disk is measured every few seconds and not at every pass, so that a sliver that
 * writes all the time does not make the node report all the time.
 */
final class DiskCare {
    private static final long MEASURED_EVERY = Duration.ofSeconds(5).toNanos();
    private static final Set<String> BROKEN = Set.of("ro", "emergency_ro", "shutdown");

    private final Folders folders;
    private final DiskSizes sizes;
    private final Posix posix;
    private final Map<String, Measured> measured = new ConcurrentHashMap<>();
    private volatile Mounted mounted = new Mounted(Set.of(), System.nanoTime() - MEASURED_EVERY);

    private record Measured(SliverPlan sliver, DiskUse use, long at) {}

    /** @param broken where a disk is mounted that takes no more writes */
    private record Mounted(Set<Path> broken, long at) {}

    DiskCare(Folders folders, DiskSizes sizes, Posix posix) {
        this.folders = folders;
        this.sizes = sizes;
        this.posix = posix;
    }

    Tended tend(SliverPlan sliver) throws IOException {
        Path mount = folders.mountedDisk(sliver.slice());
        Awaited awaited = sizes.settle(sliver.slice(), sliver.incarnation(), sliver.disk());
        Measured last = measured.get(sliver.slice());
        long now = System.nanoTime();
        if (last == null || !last.sliver().equals(sliver) || now - last.at() > MEASURED_EVERY) {
            last = new Measured(sliver, use(mount), now);
            measured.put(sliver.slice(), last);
        }
        return new Tended("", trouble(mount, now), awaited, last.use(), "");
    }

    private DiskUse use(Path mount) throws IOException {
        FileSystemUse use = posix.fileSystemUse(mount);
        return new DiskUse(use.usedBytes(), use.bytes(), use.usedInodes(), use.inodes());
    }

    private String trouble(Path mount, long now) throws IOException {
        if (now - mounted.at() > MEASURED_EVERY) {
            mounted = new Mounted(
                    Mounts.all().stream()
                            .filter(each -> each.target().startsWith(folders.mountedDisks()))
                            .filter(each -> each.options().stream().anyMatch(BROKEN::contains))
                            .map(Mounts.Mount::target)
                            .collect(Collectors.toUnmodifiableSet()),
                    now);
        }
        return mounted.broken().contains(mount)
                ? "its disk takes no more writes, after an error of the node's own disk, which has "
                        + posix.fileSystemUse(folders.slivers()).availableBytes()
                        + " bytes left; a restart checks it and has it take them again"
                : "";
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.host.FileSystemUse;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.storage.DiskImages;

/**
 * Keeps slivers' disks as large as they are wanted. A disk only ever grows: what a file system has once had, its files may lie
 * on. What cannot be met is told, with both numbers, and leaves the sliver running.
 *
 * <p>What a disk was last grown to is noted on it when that is done. A kill in between has it done again.
 */
final class DiskSizes {
    private final Folders folders;
    private final Disks disks;
    private final DiskImages images;
    private final Posix posix;
    /** What was last wanted of each disk, and what is not so: looked into once, not at every pass. */
    private final Map<String, Settled> settled = new ConcurrentHashMap<>();

    private record Settled(long incarnation, SliverDisk wanted, Awaited rest) {}

    DiskSizes(Folders folders, Disks disks, DiskImages images, Posix posix) {
        this.folders = folders;
        this.disks = disks;
        this.images = images;
        this.posix = posix;
    }

    /** Mounts a disk. One that was still in use when it was last seen is mounted from there, and grown in use. */
    void mount(String slice, long incarnation, SliverDisk wanted) throws IOException {
        Path image = folders.diskImage(slice, incarnation);
        settled.remove(slice);
        if (!images.isInUse(image)) {
            images.check(image);
            if (wanted.bytes() > disks.limit(slice, incarnation).bytes() && images.growUnmounted(image, wanted)) {
                disks.noteLimit(slice, incarnation, wanted);
            }
        }
        images.mount(image, folders.mountedDisk(slice));
        settle(slice, incarnation, wanted);
    }

    /** @return what is wanted of the disk and not so */
    Awaited settle(String slice, long incarnation, SliverDisk wanted) {
        Settled last = settled.get(slice);
        if (last != null && last.incarnation() == incarnation && last.wanted().equals(wanted)) {
            return last.rest();
        }
        Awaited rest;
        try {
            rest = resize(slice, incarnation, wanted);
        } catch (IOException e) {
            rest = new Awaited(
                    "its disk cannot be brought to " + wanted.bytes() + " bytes: " + e.getMessage(),
                    known(slice, incarnation),
                    false);
        }
        settled.put(slice, new Settled(incarnation, wanted, rest));
        return rest;
    }

    private Optional<SliverDisk> known(String slice, long incarnation) {
        try {
            return Optional.of(disks.limit(slice, incarnation));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Awaited resize(String slice, long incarnation, SliverDisk wanted) throws IOException {
        Path image = folders.diskImage(slice, incarnation);
        Path mount = folders.mountedDisk(slice);
        SliverDisk has = disks.limit(slice, incarnation);
        boolean larger = wanted.bytes() > has.bytes();
        boolean otherInodes = wanted.inodes() != has.inodes() && images.inodesAreFree(image);
        if (larger || otherInodes) {
            SliverDisk next = new SliverDisk(Math.max(wanted.bytes(), has.bytes()), wanted.inodes());
            if (!images.growMounted(image, mount, next)) {
                return rest(
                        has,
                        "its disk grows from " + has.bytes() + " to " + wanted.bytes()
                                + " bytes at its next start: this node's agent lacks CAP_SYS_RESOURCE, without which the"
                                + " kernel grows no ext4 in use");
            }
            disks.noteLimit(slice, incarnation, next);
        }
        FileSystemUse now = posix.fileSystemUse(mount);
        if (wanted.bytes() < has.bytes()) {
            return rest(
                    disks.limit(slice, incarnation),
                    now.usedBytes() > wanted.bytes()
                            ? "its disk stays at " + has.bytes() + " bytes: " + now.usedBytes() + " are used, "
                                    + wanted.bytes() + " are wanted"
                            : "its disk stays at " + has.bytes() + " bytes until it is made anew: it cannot shrink to "
                                    + wanted.bytes());
        }
        if (now.inodes() < wanted.inodes() && !images.inodesAreFree(image)) {
            return rest(
                    new SliverDisk(wanted.bytes(), now.inodes()),
                    "its disk has " + now.inodes() + " inodes, " + wanted.inodes()
                            + " are wanted: they come with its size, or when it is made anew");
        }
        return Awaited.NOTHING;
    }

    private static Awaited rest(SliverDisk has, String words) {
        return new Awaited(words, Optional.of(has), false);
    }

    void forget(String slice) {
        settled.remove(slice);
    }
}

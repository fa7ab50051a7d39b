package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.lamella.agent.host.HostTools;
import org.lamella.agent.plan.SliverDisk;

/**
 * The file system of slivers' disks.
 *
 * <p>Both keep a journal. Without one, a machine that lost its power would have to look through every disk before it could
 * be used again, and might ask a person what to do.
 */
public enum DiskFormat {
    /**
     * The lightest: 0.2 MB on disk and 0.1 MB of memory each. How many inodes it has for each byte is settled when it is
     * made; more of both come together. The kernel grows it in use only for who has CAP_SYS_RESOURCE.
     */
    EXT4 {
        @Override
        List<String> make(Path image, SliverDisk limit) {
            return List.of(
                    "mkfs.ext4",
                    "-q",
                    "-F",
                    "-b4096",
                    "-I256",
                    // Nothing is kept for root: root inside is who the limit is for.
                    "-m0",
                    "-Jsize=" + (limit.bytes() < SMALL ? 4 : 8),
                    "-N" + limit.inodes(),
                    // A sparse file reads as zeros, so nothing needs to be zeroed. Room to grow without moving
                    // anything.
                    "-Elazy_itable_init=1,lazy_journal_init=1,nodiscard,resize="
                            + Math.max(ROOM_TO_GROW, limit.bytes() / BLOCK * 4),
                    image.toString());
        }

        @Override
        List<String> verify(Path image) {
            return List.of("e2fsck", "-fn", image.toString());
        }

        @Override
        List<List<String>> growUnmounted(Path image) {
            return List.of(List.of("e2fsck", "-fp", image.toString()), List.of("resize2fs", image.toString()));
        }

        @Override
        List<String> growMounted(Path device, Path mount, SliverDisk limit) {
            return List.of("resize2fs", device.toString());
        }

        @Override
        String mountOptions() {
            return "discard,noinit_itable,errors=remount-ro";
        }
    },

    /**
     * Grows in use without CAP_SYS_RESOURCE, and makes inodes as they are needed, so that their limit moves freely, in steps of
     * a hundredth of the disk. Costs 2 MB on disk and 0.6 MB of memory each, and has at least 300 MB.
     */
    XFS {
        @Override
        List<String> make(Path image, SliverDisk limit) {
            return List.of(
                    "mkfs.xfs",
                    "-q",
                    "-f",
                    "-K",
                    "-mreflink=0",
                    "-dagcount=2",
                    "-lsize=64m",
                    "-imaxpct=" + inodePercent(limit),
                    image.toString());
        }

        // What its log holds yet looks like damage to the tool; the mount goes through it.
        @Override
        List<String> verify(Path image) {
            return List.of();
        }

        @Override
        List<List<String>> growUnmounted(Path image) {
            return List.of();
        }

        @Override
        List<String> growMounted(Path device, Path mount, SliverDisk limit) {
            return List.of("xfs_growfs", "-d", "-m" + inodePercent(limit), mount.toString());
        }

        @Override
        String mountOptions() {
            // Copies of one blank disk have one id.
            return "discard,nouuid";
        }

        private static long inodePercent(SliverDisk limit) {
            return Math.clamp(limit.inodes() * XFS_INODE * 100 / limit.bytes(), 1, 100);
        }
    };

    private static final long BLOCK = 4096;
    private static final long SMALL = 512_000_000;
    private static final long ROOM_TO_GROW = (128L << 30) / BLOCK;
    private static final long XFS_INODE = 512;

    abstract List<String> make(Path image, SliverDisk limit);

    /** Looks through all of it and changes nothing; empty where only mounting does. */
    abstract List<String> verify(Path image);

    /** One after the other; empty where it grows only when mounted. */
    abstract List<List<String>> growUnmounted(Path image);

    abstract List<String> growMounted(Path device, Path mount, SliverDisk limit);

    abstract String mountOptions();

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IOException saying what the host lacks, and how to get it */
    public void requireTools() throws IOException {
        if (this == XFS && !HostTools.exists("mkfs.xfs")) {
            throw new IOException("this host has no mkfs.xfs, which --disks xfs needs: apt-get install xfsprogs");
        }
    }
}

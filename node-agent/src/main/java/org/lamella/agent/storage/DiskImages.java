package org.lamella.agent.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.lamella.agent.host.Capabilities;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.host.FileRange;
import org.lamella.agent.host.LoopDevices;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.SliverDisk;

/**
 * Slivers' disks: sparse files with a file system in each, which bounds its bytes and inodes on any kernel, and takes room on
 * the host only for what is written.
 *
 * <p>Blank ones are kept, one for each limit that was asked for, and copied: that costs a tenth of making one.
 */
public final class DiskImages {
    /** Different limits of which a blank is kept. */
    private static final int BLANKS = 16;

    private final Path blanks;
    private final Posix posix;
    private final Commands commands;
    private final DiskFormat format;
    private final boolean growsMountedExt4;

    /**
     * @param blanks a folder on the file system that the disks will be on
     * @param format of new disks; those that are there keep theirs
     */
    public DiskImages(Path blanks, Posix posix, Commands commands, DiskFormat format) throws IOException {
        this.blanks = Files.createDirectories(blanks);
        this.posix = posix;
        this.commands = commands;
        this.format = format;
        this.growsMountedExt4 = Capabilities.mayGrowMountedExt4();
    }

    /** Makes a disk that nothing has been written to. */
    public void make(Path image, SliverDisk limit) throws IOException {
        copy(blank(limit), image);
    }

    private synchronized Path blank(SliverDisk limit) throws IOException {
        Path blank = blanks.resolve(format.word() + "-" + limit.bytes() + "-" + limit.inodes());
        if (!Files.exists(blank)) {
            forgetSome();
            Path made = blanks.resolve(".new");
            Files.deleteIfExists(made);
            setLength(made, limit.bytes());
            commands.run(format.make(made, limit));
            Files.move(made, blank, StandardCopyOption.ATOMIC_MOVE);
        }
        return blank;
    }

    private void forgetSome() throws IOException {
        List<String> kept = List.copyOf(FileNames.in(blanks));
        for (String name : kept.subList(0, Math.max(0, kept.size() - BLANKS + 1))) {
            Files.deleteIfExists(blanks.resolve(name));
        }
    }

    /** Only what is data is read, and of that only what is not zeros written. */
    private void copy(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (FileRange range : posix.dataRanges(from)) {
                SparseCopy.copy(in, out, range);
            }
        }
        setLength(to, Files.size(from));
    }

    /** The most it can have held so far, without what is being grown. */
    public void mount(Path image, Path target) throws IOException {
        DiskFormat itself = formatOf(image);
        LoopDevices.mount(posix, image, target, itself.word(), itself.mountOptions());
    }

    /** Puts right what a machine that went down has left. Only for a disk that is not in use. */
    public void check(Path image) throws IOException {
        Optional<Ext4> ext4 = Ext4.of(image);
        // Of another the log is gone through by every mount.
        if (ext4.isPresent() && !ext4.get().wasPutAway()) {
            commands.runTolerating(List.of("e2fsck", "-p", image.toString()), 1);
        }
    }

    /**
     * Looks through a disk that came from elsewhere, and changes nothing. Only for one that is not in use.
     *
     * @throws IOException when it is no sound file system
     */
    void verify(Path image) throws IOException {
        List<String> verify = formatOf(image).verify(image);
        if (!verify.isEmpty()) {
            commands.run(verify);
        }
    }

    /** Reads a disk that is not in use. */
    public DiskReader read(Path image) throws IOException {
        return new DiskReader(image, posix.dataRanges(image));
    }

    /** Writes a disk that comes from elsewhere. */
    public DiskWriter write(Path image, DiskHead head) throws IOException {
        return new DiskWriter(image, head, this);
    }

    /** Whether a file system of this node's has it mounted. */
    public boolean isInUse(Path image) throws IOException {
        return LoopDevices.of(image).isPresent();
    }

    /** Makes a disk larger that is not in use. @return false when it is one that grows only in use */
    public boolean growUnmounted(Path image, SliverDisk limit) throws IOException {
        List<List<String>> steps = formatOf(image).growUnmounted(image);
        if (steps.isEmpty()) {
            return false;
        }
        setLength(image, limit.bytes());
        for (List<String> step : steps) {
            commands.runTolerating(step, 1);
        }
        return true;
    }

    /** Makes a disk larger while it is in use. @return false when it is one that this process may not grow in use */
    public boolean growMounted(Path image, Path target, SliverDisk limit) throws IOException {
        DiskFormat itself = formatOf(image);
        if (itself == DiskFormat.EXT4 && !growsMountedExt4) {
            return false;
        }
        Optional<Path> device = LoopDevices.of(image);
        if (device.isEmpty()) {
            throw new IOException(image + " is not in use");
        }
        setLength(image, Math.max(limit.bytes(), Files.size(image)));
        commands.run(List.of("losetup", "-c", device.get().toString()));
        commands.run(itself.growMounted(device.get(), target, limit));
        return true;
    }

    /** Whether the inodes of such a disk can be more without it being larger. */
    public boolean inodesAreFree(Path image) throws IOException {
        return formatOf(image) == DiskFormat.XFS;
    }

    private static DiskFormat formatOf(Path image) throws IOException {
        return Ext4.of(image).isPresent() ? DiskFormat.EXT4 : DiskFormat.XFS;
    }

    static void setLength(Path image, long bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            if (file.length() < bytes) {
                file.setLength(bytes);
            }
        }
    }
}

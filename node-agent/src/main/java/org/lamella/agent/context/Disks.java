package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.lamella.agent.host.AtomicFile;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.host.FileSystemUse;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.ArrivingDisk;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.DiskHead;
import org.lamella.agent.storage.Image;

/**
 * The slivers' disks as they lie in the state folder. A disk comes and goes by one rename, so what has a slice's name is
 * always whole; what is being made or deleted has a name that begins with a dot.
 */
final class Disks {
    /**
     * A symbolic link that leads nowhere: its target says what the disk lies on. Unlike a file's contents it is there whole as
     * soon as its name is, also after a power cut, and needs no sync for that.
     */
    private static final String BASE = "base";

    /** A link of the same kind, that says how large the disk was made or has been grown. */
    private static final String LIMIT = "limit";

    static final String IMAGE = "disk.img";

    /** What came from another node and its sliver has not yet: {@code .arrived-TRANSFER-INCARNATION-SLICE}. */
    private static final String ARRIVED = ".arrived-";

    /** Of the file system that the disks are on, so much is left to those that are there: a fiftieth, within these bounds. */
    private static final long LEAST_FLOOR = 1_000_000_000;

    private static final long MOST_FLOOR = 10_000_000_000L;
    private static final int FLOOR_PART = 50;
    private static final int MEGA = 1_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Folders folders;
    private final Commands commands;
    private final Posix posix;

    Disks(Folders folders, Commands commands, Posix posix) throws IOException {
        this.folders = folders;
        this.commands = commands;
        this.posix = posix;
        Files.createDirectories(folders.slivers());
    }

    /**
     * @param image the name of the image by which it was asked for; empty where the disk does not tell
     * @param imageDigest of what it lies on, for all its life: what a sliver has written fits nothing else
     */
    record Disk(long incarnation, String image, String imageDigest, Instant since) {}

    Set<String> slices() throws IOException {
        return names(folders.slivers());
    }

    /** @return the newest; an older one is there only while the newer replaces it */
    Optional<Disk> newest(String slice) throws IOException {
        return names(folders.sliver(slice)).stream()
                .map(Long::valueOf)
                .max(Comparator.naturalOrder())
                .map(incarnation ->
                        read(incarnation, folders.disk(slice, incarnation).resolve(BASE)));
    }

    private static Disk read(long incarnation, Path base) {
        try {
            String[] made = Files.readSymbolicLink(base).toString().split("@", 2);
            Instant since =
                    Files.getLastModifiedTime(base, LinkOption.NOFOLLOW_LINKS).toInstant();
            return new Disk(incarnation, made[0], made[1], since);
        } catch (IOException | ArrayIndexOutOfBoundsException e) {
            return new Disk(incarnation, "", "", Instant.EPOCH);
        }
    }

    boolean exists(String slice, long incarnation) {
        return Files.isDirectory(folders.disk(slice, incarnation));
    }

    /**
     * How large the disk was last made, whatever is wanted of it now.
     *
     * @throws IOException when it does not tell: it was not made by an agent that bounds disks
     */
    SliverDisk limit(String slice, long incarnation) throws IOException {
        Path link = folders.disk(slice, incarnation).resolve(LIMIT);
        String[] numbers = Files.readSymbolicLink(link).toString().split("@", 2);
        return new SliverDisk(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    void noteLimit(String slice, long incarnation, SliverDisk limit) throws IOException {
        Path disk = folders.disk(slice, incarnation);
        Path next = disk.resolve(LIMIT + ".new");
        Files.deleteIfExists(next);
        link(next, limit);
        Files.move(next, disk.resolve(LIMIT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void link(Path link, SliverDisk limit) throws IOException {
        Files.createSymbolicLink(link, Path.of(limit.bytes() + "@" + limit.inodes()));
    }

    /**
     * Slivers' disks take their room only when they are written to, so together they may be promised more than there is. What is
     * left under the floor is for those that are there.
     *
     * @throws IOException with both numbers when nothing more should be begun on this node
     */
    void requireRoom() throws IOException {
        requireRoom(0);
    }

    /** @param more bytes that will be needed at once */
    void requireRoom(long more) throws IOException {
        FileSystemUse use = posix.fileSystemUse(folders.slivers());
        requireRoom(use.availableBytes() - more, Math.clamp(use.bytes() / FLOOR_PART, LEAST_FLOOR, MOST_FLOOR));
    }

    static void requireRoom(long available, long floor) throws IOException {
        if (available < floor) {
            throw new IOException(
                    "the node has " + available / MEGA + " MB of disk left, and makes no new sliver under "
                            + floor / MEGA + " MB: they are kept for the slivers that it has");
        }
    }

    /** An empty folder in which a disk is made, on the file system where it will be. */
    Path begin(String slice) throws IOException {
        return Files.createTempDirectory(folders.slivers(), ".new-" + slice + "-");
    }

    /** Puts in place what was made in a folder of {@link #begin}. */
    void finish(Path made, String slice, long incarnation, Image image, SliverDisk limit) throws IOException {
        link(made.resolve(LIMIT), limit);
        Files.createSymbolicLink(made.resolve(BASE), Path.of(image.name() + "@" + image.digest()));
        Files.createDirectories(folders.sliver(slice));
        Files.move(made, folders.disk(slice, incarnation), StandardCopyOption.ATOMIC_MOVE);
    }

    static ArrivingDisk arrival(SliverPlan sliver) {
        return new ArrivingDisk(sliver.moving().broughtBy(), sliver.slice(), sliver.incarnation());
    }

    /** An empty folder for a disk that comes from another node. */
    Path beginArrival(ArrivingDisk disk) throws IOException {
        return Files.createTempDirectory(folders.slivers(), ".incoming-" + disk.slice() + "-");
    }

    /** Puts in place what came whole; from here on it outlives the agent and a power cut. */
    void keepArrival(Path made, ArrivingDisk disk, DiskHead head) throws IOException {
        link(made.resolve(LIMIT), head.limit());
        Files.createSymbolicLink(made.resolve(BASE), Path.of(head.image() + "@" + head.imageDigest()));
        AtomicFile.syncFolder(made);
        Files.move(made, arrived(disk), StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.syncFolder(folders.slivers());
    }

    /** What did not come whole; harmless for what was kept. */
    void dropArrival(Path made) throws IOException {
        if (Files.exists(made)) {
            deleteTree(made);
        }
    }

    boolean isArrived(ArrivingDisk disk) {
        return Files.isDirectory(arrived(disk));
    }

    /** @return whether the sliver has the disk that was brought for it, now or before */
    boolean adopt(SliverPlan sliver) throws IOException {
        if (!exists(sliver.slice(), sliver.incarnation()) && isArrived(arrival(sliver))) {
            Files.createDirectories(folders.sliver(sliver.slice()));
            try {
                Files.move(
                        arrived(arrival(sliver)),
                        folders.disk(sliver.slice(), sliver.incarnation()),
                        StandardCopyOption.ATOMIC_MOVE);
                AtomicFile.syncFolder(folders.sliver(sliver.slice()));
            } catch (NoSuchFileException e) {
                // Another thread was quicker.
            }
        }
        return exists(sliver.slice(), sliver.incarnation());
    }

    void dropArrivalsBut(Set<ArrivingDisk> kept) throws IOException {
        Set<String> names = kept.stream()
                .map(disk -> arrived(disk).getFileName().toString())
                .collect(Collectors.toSet());
        for (String name : FileNames.in(folders.slivers())) {
            if (name.startsWith(ARRIVED) && !names.contains(name)) {
                deleteTree(folders.slivers().resolve(name));
            }
        }
    }

    private Path arrived(ArrivingDisk disk) {
        return folders.slivers().resolve(ARRIVED + disk.transfer() + "-" + disk.incarnation() + "-" + disk.slice());
    }

    Disk read(String slice, long incarnation) {
        return read(incarnation, folders.disk(slice, incarnation).resolve(BASE));
    }

    /** Removes all disks of a sliver; harmless where there are none. */
    void delete(String slice) throws IOException {
        if (Files.exists(folders.sliver(slice))) {
            Path doomed = Files.createTempDirectory(folders.slivers(), ".gone-" + slice + "-");
            Files.move(folders.sliver(slice), doomed.resolve(slice), StandardCopyOption.ATOMIC_MOVE);
            deleteTree(doomed);
        }
    }

    /** Removes what a killed agent was making or deleting. */
    void sweep() throws IOException {
        for (String name : FileNames.in(folders.slivers())) {
            if (name.startsWith(".") && !name.startsWith(ARRIVED)) {
                deleteTree(folders.slivers().resolve(name));
            }
        }
    }

    /**
     * By rm, which goes down step by step: a sliver may have made paths longer than the kernel takes in one piece. A disk with
     * very many files takes its time, and is not waited for; it has no name any more, and a later sweep goes on with it.
     */
    private void deleteTree(Path folder) throws IOException {
        List<String> rm = List.of("rm", "-rf", "--one-file-system", "--", folder.toString());
        Process process = commands.builder(rm)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() != 0) {
                throw new IOException("rm could not delete all of " + folder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        return FileNames.in(folder).stream()
                .filter(name -> !name.startsWith("."))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

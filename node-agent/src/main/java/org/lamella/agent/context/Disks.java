package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.FileNames;
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

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Folders folders;
    private final Commands commands;

    Disks(Folders folders, Commands commands) throws IOException {
        this.folders = folders;
        this.commands = commands;
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

    /** An empty folder in which a disk is made, on the file system where it will be. */
    Path begin(String slice) throws IOException {
        return Files.createTempDirectory(folders.slivers(), ".new-" + slice + "-");
    }

    /** Puts in place what was made in a folder of {@link #begin}. */
    void finish(Path made, String slice, long incarnation, Image image) throws IOException {
        Files.createSymbolicLink(made.resolve(BASE), Path.of(image.name() + "@" + image.digest()));
        Files.createDirectories(folders.sliver(slice));
        Files.move(made, folders.disk(slice, incarnation), StandardCopyOption.ATOMIC_MOVE);
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
            if (name.startsWith(".")) {
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

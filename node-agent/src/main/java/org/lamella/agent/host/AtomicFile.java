package org.lamella.agent.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are replaced whole: whoever reads one, after a kill at any point, finds the old text or the new. */
public final class AtomicFile {
    private static final String NEXT = ".new";

    private AtomicFile() {}

    /** Survives a kill of the agent. A power cut may leave it empty. */
    public static void replace(Path file, String text) throws IOException {
        Path next = next(file);
        Files.writeString(next, text);
        move(next, file);
    }

    /** Survives a power cut too: the text is on the disk before the name leads to it, and the name when this returns. */
    public static void replaceDurably(Path file, String text) throws IOException {
        Path next = next(file);
        Files.writeString(next, text);
        sync(next, StandardOpenOption.WRITE);
        move(next, file);
        sync(file.getParent(), StandardOpenOption.READ);
    }

    /** Returns when what a folder holds is known on the disk, so that it outlives a power cut. */
    public static void syncFolder(Path folder) throws IOException {
        sync(folder, StandardOpenOption.READ);
    }

    /** Also what a killed agent may have left of a replacement. */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(next(file));
        Files.deleteIfExists(file);
    }

    private static Path next(Path file) {
        return file.resolveSibling(file.getFileName() + NEXT);
    }

    private static void move(Path next, Path file) throws IOException {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void sync(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }
}

package org.lamella.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where an embedded PostgreSQL keeps what it has: {@code DATA/postgres}. The data files themselves are in {@code data},
 * which appears there complete or not at all; everything beside it belongs to the control plane.
 */
record PostgresFolder(Path root) {
    static PostgresFolder below(Path data) {
        return new PostgresFolder(data.toAbsolutePath().normalize().resolve("postgres"));
    }

    Path cluster() {
        return root.resolve("data");
    }

    /** A cluster being made; worthless unless it has been renamed to {@link #cluster()}. */
    Path unfinishedCluster() {
        return root.resolve("data.unfinished");
    }

    Path binaries() {
        return root.resolve("binaries");
    }

    Path lock() {
        return root.resolve("lock");
    }

    /** The version that used the folder last, e.g. {@code 18.6.0}. */
    Path version() {
        return root.resolve("VERSION");
    }

    Path password() {
        return root.resolve("password");
    }

    Path port() {
        return root.resolve("port");
    }

    Path accessRules() {
        return root.resolve("pg_hba.conf");
    }

    Path log() {
        return root.resolve("log");
    }

    /** Makes the folder, traversable whatever the umask: PostgreSQL may run as somebody else. */
    void create() throws IOException {
        Files.createDirectories(root);
        if (Owner.of(root).isMe()) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** The file's text without surrounding blanks; empty when there is no such file or nothing in it. */
    static Optional<String> read(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    /** Replaces the file: after a crash it holds the old text or the new. */
    static void write(Path file, String text, String permissions) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, text + "\n");
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(permissions));
        sync(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.getParent());
    }

    /** Forces a file or, for its names, a folder to the disk. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

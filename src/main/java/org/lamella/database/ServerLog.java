package org.lamella.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The server's own log: one file and the one before it, turned over between two starts. */
record ServerLog(Path file) {
    private static final long TURN_OVER_BYTES = 10L << 20;
    private static final int LINES_TO_SHOW = 12;

    /** Makes room for the next start and answers where in the file it will begin. */
    long turnOver() throws IOException {
        if (Files.exists(file) && Files.size(file) > TURN_OVER_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(file)) {
            // A refused statement is logged with its values.
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.size(file);
    }

    /** The last lines written since that place. */
    String since(long start) throws IOException {
        try (var input = Files.newInputStream(file)) {
            input.skipNBytes(start);
            List<String> lines = new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TO_SHOW), lines.size()));
        }
    }
}

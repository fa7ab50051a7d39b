package org.lamella.agent.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lamella.agent.host.Posix;
import org.lamella.agent.storage.ImageIds;

/**
 * The files by which a system knows its own name and who answers for others. They are written once, into the fresh disk, and
 * are the sliver's own from then on. Written into a disk that was in use they could be made to land anywhere on the host,
 * by a symbolic link in their place.
 */
record SystemFiles(Posix posix, Path hostResolver) {
    private static final Pattern REACHABLE =
            Pattern.compile("nameserver\\s+(?!127\\.|::1).*|(search|domain|options)\\s.*");

    void write(Blueprint blueprint, Path etc) throws IOException {
        String hostname = blueprint.hostname();
        file(etc.resolve("hostname"), hostname + "\n");
        file(
                etc.resolve("hosts"),
                "127.0.0.1 localhost\n::1 localhost\n" + blueprint.address() + " " + hostname + "\n");
        file(etc.resolve("resolv.conf"), resolver());
    }

    /** Without the host's own loopback addresses, which inside a context are the context's. */
    private String resolver() throws IOException {
        try {
            return Files.readAllLines(hostResolver).stream()
                    .filter(line -> REACHABLE.matcher(line).matches())
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private void file(Path path, String text) throws IOException {
        Files.write(path, text.getBytes(StandardCharsets.UTF_8));
        posix.changeOwner(path, ImageIds.SHIFT, ImageIds.SHIFT);
        posix.changeMode(path, 0644);
    }
}

package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.lamella.agent.host.AtomicFile;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.host.Sha256;

/**
 * Which images the agents of this host have in use: of each agent a file, whose first line is the folder that holds its slivers'
 * disks. An agent that is stopped, even for long, keeps what its disks lie on; one whose folder is gone does not.
 */
final class ImageUses {
    private static final String SUFFIX = ".uses";

    private final Path folder;

    ImageUses(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    void declare(Path agent, Set<String> digests) throws IOException {
        Path file = folder.resolve(HexFormat.of().formatHex(Sha256.of(agent.toString())) + SUFFIX);
        String text = agent + "\n" + String.join("\n", new TreeSet<>(digests));
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            // What it had before is in use until the new text is on the disk, and from then on all of the new.
            AtomicFile.replaceDurably(file, text);
        }
    }

    /** What any agent has in use. */
    Set<String> all() throws IOException {
        Set<String> all = new HashSet<>();
        for (String name : FileNames.in(folder)) {
            Path file = folder.resolve(name);
            if (name.endsWith(SUFFIX)) {
                List<String> lines = Files.readAllLines(file);
                if (Files.isDirectory(Path.of(lines.getFirst()))) {
                    all.addAll(lines.subList(1, lines.size()));
                } else {
                    AtomicFile.delete(file);
                }
            }
        }
        return all;
    }
}

package org.lamella.agent.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lamella.agent.host.FileNames;

final class TestFolder {
    private TestFolder() {}

    static void empty(Path folder) throws IOException {
        for (String name : FileNames.in(folder)) {
            Files.delete(folder.resolve(name));
        }
    }
}

package org.lamella.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the runtime writes down about one session. */
record SessionFiles(Path pid, RuntimeLog log) {
    static final String PID = ".pid";

    static SessionFiles at(Path base) {
        return new SessionFiles(
                base.resolveSibling(base.getFileName() + PID),
                new RuntimeLog(base.resolveSibling(base.getFileName() + ".log")));
    }

    /** @return empty until the process has started */
    OptionalLong readPid() throws IOException {
        try {
            String text = Files.readString(pid).strip();
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(pid);
        Files.deleteIfExists(log.file());
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.lamella.agent.host.AtomicFile;
import org.lamella.agent.host.FileNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The records of finished contexts, a file each, in a folder that a reboot may empty. */
final class ContextRecords {
    private static final Logger log = LoggerFactory.getLogger(ContextRecords.class);
    private static final String SUFFIX = ".json";

    private final Path folder;

    ContextRecords(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Set<String> slices() throws IOException {
        return FileNames.in(folder).stream()
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @return empty when there is none, or one that cannot be read: its context then counts as a leftover */
    Optional<ContextRecord> find(String slice) throws IOException {
        Path file = file(slice);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JsonMapper.shared().readValue(Files.readString(file), ContextRecord.class));
        } catch (JacksonException e) {
            log.warn("{} is damaged: {}", file, e.getOriginalMessage());
            return Optional.empty();
        }
    }

    void put(ContextRecord context) throws IOException {
        AtomicFile.replace(file(context.slice()), JsonMapper.shared().writeValueAsString(context));
    }

    void remove(String slice) throws IOException {
        AtomicFile.delete(file(slice));
    }

    private Path file(String slice) {
        return folder.resolve(slice + SUFFIX);
    }
}

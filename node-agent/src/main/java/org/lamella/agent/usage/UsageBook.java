package org.lamella.agent.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.lamella.agent.host.AtomicFile;
import org.lamella.agent.host.FileNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Windows that have ended, each a file, until the control plane has stored it. A kill at any point leaves whole windows. What is
 * told twice is stored once there, by the moment that it began at.
 */
public final class UsageBook {
    /** Seven days of them at most; then the oldest are given up. */
    private static final int MOST = 7 * 24 * 12;

    private static final long MOST_BYTES = 64L << 20;
    private static final String SUFFIX = ".json";
    private static final String OPEN = "open" + SUFFIX;
    private static final Logger log = LoggerFactory.getLogger(UsageBook.class);

    private final Path folder;
    private final int most;
    private final long mostBytes;
    /** How long each window's file is, by when it began. */
    private final TreeMap<Long, Long> kept = new TreeMap<>();

    private Runnable listener = () -> {};

    /** Takes over what an earlier life of the agent has left. */
    public UsageBook(Path folder) throws IOException {
        this(folder, MOST, MOST_BYTES);
    }

    UsageBook(Path folder, int most, long mostBytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.most = most;
        this.mostBytes = mostBytes;
        for (String name : FileNames.in(folder)) {
            if (name.matches("[0-9]{1,18}\\.json")) {
                long began = Long.parseLong(name, 0, name.length() - SUFFIX.length(), 10);
                kept.put(began, Files.size(folder.resolve(name)));
            } else if (!name.equals(OPEN)) {
                Files.delete(folder.resolve(name));
            }
        }
    }

    /** @param told runs whenever there is news; must return at once */
    public synchronized void onNews(Runnable told) {
        listener = told;
    }

    /** Of two that began at the same moment, as after a clock was set back, the first stays. */
    synchronized void keep(UsageWindow window) throws IOException {
        if (kept.containsKey(window.beganMillis())) {
            return;
        }
        Path file = file(window.beganMillis());
        AtomicFile.replace(file, JsonMapper.shared().writeValueAsString(window));
        kept.put(window.beganMillis(), Files.size(file));
        while (kept.size() > most || bytes() > mostBytes) {
            long oldest = kept.firstKey();
            log.warn("the control plane has not heard of {} windows of usage; the oldest is given up", kept.size());
            forget(oldest);
        }
        listener.run();
    }

    private long bytes() {
        return kept.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The oldest that is not stored. */
    public synchronized Optional<UsageWindow> oldest() {
        while (!kept.isEmpty()) {
            long began = kept.firstKey();
            try {
                return Optional.of(JsonMapper.shared().readValue(Files.readString(file(began)), UsageWindow.class));
            } catch (IOException | JacksonException e) {
                log.warn("{} cannot be read and is given up: {}", file(began), e.getMessage());
                forget(began);
            }
        }
        return Optional.empty();
    }

    /** The control plane has stored the window that began then, or wants to hear no more of it. Harmless for any other. */
    public synchronized void stored(long began) {
        if (kept.containsKey(began)) {
            forget(began);
        }
    }

    private void forget(long began) {
        kept.remove(began);
        try {
            AtomicFile.delete(file(began));
        } catch (IOException e) {
            log.warn("{} stays, and is told again after a restart: {}", file(began), e.toString());
        }
    }

    void saveOpen(OpenWindow window) throws IOException {
        AtomicFile.replace(folder.resolve(OPEN), JsonMapper.shared().writeValueAsString(window));
    }

    /** What an earlier life of the agent had open; empty when that cannot be read, which costs one window. */
    Optional<OpenWindow> loadOpen() throws IOException {
        try {
            return Optional.ofNullable(
                    JsonMapper.shared().readValue(Files.readString(folder.resolve(OPEN)), OpenWindow.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            log.warn("{} is damaged: what it held is lost", folder.resolve(OPEN));
            return Optional.empty();
        }
    }

    private Path file(long began) {
        return folder.resolve(began + SUFFIX);
    }
}

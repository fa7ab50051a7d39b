package org.lamella.agent.watchdog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.lamella.agent.host.AtomicFile;
import org.lamella.agent.host.FileNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which slivers were reset for want of memory, until the control plane has it. A reset is a file before it is done, by one name,
 * and by another name once it is done, so that a killed agent's successor can tell the two apart: of what was not done yet it
 * asks whether the context is still there. What is told twice is stored once there, by its id.
 */
public final class ResetBook {
    /** Of so many nobody has heard yet at most; then the oldest are given up. */
    private static final int MOST = 1_000;

    private static final String PLANNED = ".planned";
    private static final String DONE = ".json";
    private static final Logger log = LoggerFactory.getLogger(ResetBook.class);

    private final Path folder;
    private final int most;
    private final Map<String, MemoryReset> planned = new LinkedHashMap<>();
    private final Map<String, MemoryReset> kept = new LinkedHashMap<>();
    /** Those of them that the control plane is to be told on this stream. */
    private final Map<String, MemoryReset> news = new LinkedHashMap<>();

    private Runnable listener = () -> {};

    /** Takes over what an earlier life of the agent has left; {@link #settle} says what became of what it had planned. */
    public ResetBook(Path folder) throws IOException {
        this(folder, MOST);
    }

    ResetBook(Path folder, int most) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.most = most;
        for (String name : FileNames.in(folder)) {
            Path file = folder.resolve(name);
            if (name.endsWith(PLANNED)) {
                takeOver(file, planned);
            } else if (name.endsWith(DONE)) {
                takeOver(file, kept);
            } else {
                Files.delete(file);
            }
        }
        news.putAll(kept);
    }

    private static void takeOver(Path file, Map<String, MemoryReset> into) throws IOException {
        try {
            MemoryReset left = JsonMapper.shared().readValue(Files.readString(file), MemoryReset.class);
            into.put(left.id(), left);
        } catch (JacksonException e) {
            log.warn("{} is damaged and given up", file);
            Files.delete(file);
        }
    }

    /** @param told runs whenever there is news; must return at once */
    public synchronized void onNews(Runnable told) {
        listener = told;
    }

    /** Whether it is open what became of something. */
    public synchronized boolean isUnsettled() {
        return !planned.isEmpty();
    }

    /**
     * Decides on what an earlier life of the agent had planned. A context that is gone was taken apart by it; one that is still
     * there is left alone, since memory may be there again.
     */
    public synchronized void settle(Predicate<MemoryReset> contextIsThere) {
        for (MemoryReset left : List.copyOf(planned.values())) {
            if (contextIsThere.test(left)) {
                withdrawn(left);
            } else {
                done(left);
            }
        }
    }

    /** @throws IOException when it cannot be kept, and should not be done then: nobody would ever know */
    synchronized void plan(MemoryReset reset) throws IOException {
        AtomicFile.replace(file(reset, PLANNED), JsonMapper.shared().writeValueAsString(reset));
        planned.put(reset.id(), reset);
    }

    synchronized void done(MemoryReset reset) {
        if (planned.remove(reset.id()) == null) {
            return;
        }
        try {
            Files.move(file(reset, PLANNED), file(reset, DONE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.warn("that {} was reset is remembered until the agent ends only: {}", reset.slice(), e.toString());
        }
        kept.put(reset.id(), reset);
        news.put(reset.id(), reset);
        if (kept.size() > most) {
            Iterator<MemoryReset> oldest = kept.values().iterator();
            MemoryReset given = oldest.next();
            oldest.remove();
            news.remove(given.id());
            forget(given, DONE);
            log.warn("of {} resets the control plane has not heard; the oldest is given up: {}", most, given);
        }
        listener.run();
    }

    /** It was not done after all. */
    synchronized void withdrawn(MemoryReset reset) {
        if (planned.remove(reset.id()) != null) {
            forget(reset, PLANNED);
        }
    }

    /** What the control plane is to be told, the oldest first. */
    public synchronized List<MemoryReset> news(int most) {
        return news.values().stream().limit(most).toList();
    }

    /** For a new stream, of which it is not known what the one before it has brought. */
    public synchronized void tellAgain() {
        news.putAll(kept);
    }

    /** The control plane has stored these. */
    public synchronized void stored(Collection<String> ids) {
        for (String id : ids) {
            news.remove(id);
            MemoryReset told = kept.remove(id);
            if (told != null) {
                forget(told, DONE);
            }
        }
    }

    private void forget(MemoryReset reset, String suffix) {
        try {
            AtomicFile.delete(file(reset, suffix));
        } catch (IOException e) {
            log.warn("{} stays, and is told again after a restart: {}", file(reset, suffix), e.toString());
        }
    }

    private Path file(MemoryReset reset, String suffix) {
        return folder.resolve(reset.id() + suffix);
    }
}

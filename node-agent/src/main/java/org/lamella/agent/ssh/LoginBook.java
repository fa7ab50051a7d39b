package org.lamella.agent.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lamella.agent.host.AtomicFile;
import org.lamella.agent.host.FileNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who logged in, until the control plane has it: each login is a file from its beginning on, and goes when the control plane has
 * stored its end. What is told twice is stored once there, by its id.
 */
public final class LoginBook {
    /** Of so many nobody has heard yet at most; then the oldest are given up. */
    private static final int MOST = 10_000;

    private static final String SUFFIX = ".json";
    private static final Logger log = LoggerFactory.getLogger(LoginBook.class);

    private final Path folder;
    private final Clock clock;
    private final int most;
    /** All that are not stored with their ends, in the order in which they became known here. */
    private final Map<String, SshLogin> kept = new LinkedHashMap<>();
    /** Those of them that there is news of. */
    private final Map<String, SshLogin> news = new LinkedHashMap<>();

    private Runnable listener = () -> {};

    /** Takes over what an earlier life of the agent has left; a connection that it had open ended with it, at the latest now. */
    public LoginBook(Path folder, Clock clock) throws IOException {
        this(folder, clock, MOST);
    }

    LoginBook(Path folder, Clock clock, int most) throws IOException {
        this.most = most;
        this.folder = Files.createDirectories(folder);
        this.clock = clock;
        for (String name : FileNames.in(folder).stream().sorted().toList()) {
            if (name.endsWith(SUFFIX)) {
                takeOver(folder.resolve(name));
            } else {
                Files.delete(folder.resolve(name));
            }
        }
    }

    private void takeOver(Path file) throws IOException {
        try {
            SshLogin left = JsonMapper.shared().readValue(Files.readString(file), SshLogin.class);
            keep(left.hasEnded() ? left : left.ended(clock.millis()));
        } catch (JacksonException e) {
            log.warn("{} is damaged and given up", file);
            Files.delete(file);
        }
    }

    /** @param told runs whenever there is news; must return at once */
    public synchronized void onNews(Runnable told) {
        listener = told;
    }

    synchronized void began(SshLogin login) {
        note(login);
    }

    /** Harmless for one that nobody knows. */
    synchronized void ended(String id) {
        SshLogin login = kept.get(id);
        if (login != null && !login.hasEnded()) {
            note(login.ended(clock.millis()));
        }
    }

    /** What the control plane is to be told, the oldest first. */
    public synchronized List<SshLogin> news(int most) {
        return news.values().stream().limit(most).toList();
    }

    /** For a new stream, of which it is not known what the one before it has brought. */
    public synchronized void tellAgain() {
        news.putAll(kept);
    }

    /** The control plane has stored these as they were sent. */
    public synchronized void stored(Collection<SshLogin> told) {
        for (SshLogin login : told) {
            news.remove(login.id(), login);
            if (login.hasEnded() && kept.remove(login.id(), login)) {
                forget(login);
            }
        }
    }

    private void note(SshLogin login) {
        try {
            keep(login);
        } catch (IOException e) {
            log.warn(
                    "a login of {} to {} is remembered until the agent ends only: {}",
                    login.account(),
                    login.slice(),
                    e);
        }
        listener.run();
    }

    private void keep(SshLogin login) throws IOException {
        kept.put(login.id(), login);
        news.put(login.id(), login);
        if (kept.size() > most) {
            Iterator<SshLogin> oldest = kept.values().iterator();
            SshLogin given = oldest.next();
            oldest.remove();
            news.remove(given.id());
            forget(given);
            log.warn(
                    "of {} logins the control plane has not heard; the oldest, of {}, is given up",
                    most,
                    given.account());
        }
        AtomicFile.replace(file(login), JsonMapper.shared().writeValueAsString(login));
    }

    private void forget(SshLogin login) {
        try {
            AtomicFile.delete(file(login));
        } catch (IOException e) {
            log.warn("{} stays, and is told again after a restart: {}", file(login), e.toString());
        }
    }

    private Path file(SshLogin login) {
        return folder.resolve(login.id() + SUFFIX);
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.host.ExitWatch;

/** Says at once when the init of any context ends. */
final class InitWatch {
    private final ExitWatch exits;
    private final Runnable ended;
    private final Set<Long> watched = ConcurrentHashMap.newKeySet();

    /** @param ended must return at once */
    InitWatch(ExitWatch exits, Runnable ended) {
        this.exits = exits;
        this.ended = ended;
    }

    /** Harmless for one that is watched already. */
    void watch(long pid) throws IOException {
        if (watched.add(pid)) {
            exits.onExit(pid, () -> {
                watched.remove(pid);
                ended.run();
            });
        }
    }
}

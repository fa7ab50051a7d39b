package org.lamella.agentlink;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.nodes.Liveness;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Gathers heartbeats and writes them down together: a thousand nodes are one statement a second. */
@Component
class Heartbeats {
    private final Set<Long> heard = ConcurrentHashMap.newKeySet();
    private final Liveness liveness;

    Heartbeats(Liveness liveness) {
        this.liveness = liveness;
    }

    void heard(long nodeId) {
        heard.add(nodeId);
    }

    @Scheduled(fixedDelayString = "PT1S")
    void write() {
        Set<Long> now = new HashSet<>(heard);
        if (!now.isEmpty()) {
            liveness.heard(now);
            // Only what was written is forgotten: when the database is away, the next second tries again.
            heard.removeAll(now);
        }
    }
}

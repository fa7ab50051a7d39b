package org.lamella.agent.context;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.ExitWatch;
import org.lamella.agent.host.Posix;

/** Asks what runs in a context to end, as a machine does that is shut down, and gives it some time. */
record Shutdown(Cgroups cgroups, ContextRecords records, ExitWatch exits, Duration grace) {
    /** Returns when all have ended but init, or the grace is over. Init has no work of its own and is not asked. */
    void ask(String slice) throws IOException {
        Set<Long> pids = new HashSet<>(cgroups.pids(slice));
        records.find(slice).ifPresent(context -> pids.remove(context.initPid()));
        exits.end(pids, Posix.SIGTERM, grace);
    }
}

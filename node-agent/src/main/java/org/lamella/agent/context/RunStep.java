package org.lamella.agent.context;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.cgroups.Freezer;
import org.lamella.agent.console.Consoles;
import org.lamella.agent.host.ExitWatch;
import org.lamella.agent.host.Posix;
import org.lamella.agent.runtime.OciRuntime;

/** The context's namespaces and its processes. */
record RunStep(Folders folders, OciRuntime runtime, Consoles consoles, Cgroups cgroups, ExitWatch exits)
        implements Step {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int ROUNDS = 5;

    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        String slice = blueprint.slice();
        runtime.run(slice, folders.bundle(slice), folders.pidFile(slice), consoles.output(slice));
    }

    /**
     * Kills by control group, which also finds what was left by a runtime that was killed while it made the context, and waits
     * for the end itself, since the runtime does so only by looking every 100 ms.
     */
    @Override
    public void undo(String slice) throws IOException {
        new Freezer(cgroups).thaw(slice); // with v1 what stands still does not end, either
        Set<Long> pids = cgroups.pids(slice);
        // More than one round is needed only where something was forked between being listed and being killed.
        for (int round = 1; !pids.isEmpty(); round++) {
            if (!exits.end(pids, Posix.SIGKILL, LIMIT) || round == ROUNDS) {
                throw new IOException("processes " + pids + " of " + slice + " do not end when they are killed");
            }
            pids = cgroups.pids(slice);
        }
        runtime.delete(slice);
    }
}

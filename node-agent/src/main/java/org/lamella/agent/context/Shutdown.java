package org.lamella.agent.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.cgroups.Freezer;
import org.lamella.agent.host.ExitWatch;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.ProcessStat;
import org.lamella.agent.runtime.StartScripts;

/** Asks what runs in a context to end, as a machine does that is shut down, and gives it some time. */
record Shutdown(Cgroups cgroups, Freezer freezer, ContextRecords records, ExitWatch exits, Duration grace) {
    /**
     * Returns when all have ended that were asked, or the grace is over. Init has no work of its own and is not asked, nor is
     * its child that ran the scripts: with either the context would end, and with it all others before they had done so. What
     * takes down their output is not asked, since they would end at their next word.
     */
    void ask(String slice) throws IOException {
        freezer.thaw(slice); // what stands still can be asked nothing
        Set<Long> pids = new HashSet<>(cgroups.pids(slice));
        Optional<ContextRecord> context = records.find(slice);
        if (context.isPresent()) {
            long init = context.get().initPid();
            pids.remove(init);
            Set<Long> starters =
                    pids.stream().filter(pid -> isStarter(pid, init)).collect(Collectors.toSet());
            pids.removeAll(starters);
            pids.removeIf(pid -> starters.contains(parent(pid)) && isPump(pid));
        }
        exits.end(pids, Posix.SIGTERM, grace);
    }

    /** 0 where there is no such process. */
    private static long parent(long pid) {
        return ProcessStat.of(pid).map(ProcessStat::parent).orElse(0L);
    }

    private static boolean isPump(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .startsWith(StartScripts.PUMP);
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    private static boolean isStarter(long pid, long init) {
        try {
            return parent(pid) == init
                    && Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                            .contains(StartScripts.FAILED);
        } catch (IOException e) {
            return false; // it has ended
        }
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import org.lamella.agent.host.ProcessStat;
import org.lamella.agent.plan.FoundLife;

/** Marks the context as whole. */
record RecordStep(Folders folders, ContextRecords records, String bootId, Clock clock) implements Step {
    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        String slice = blueprint.slice();
        long pid = Long.parseLong(Files.readString(folders.pidFile(slice)).strip());
        ProcessStat init = ProcessStat.of(pid)
                .orElseThrow(
                        () -> new IOException("the init of " + slice + " (" + pid + ") ended as soon as it started"));
        records.put(new ContextRecord(
                slice,
                blueprint.incarnation(),
                blueprint.image().name(),
                blueprint.image().digest(),
                blueprint.address(),
                pid,
                init.startTicks(),
                bootId,
                clock.instant(),
                blueprint.plan().bounds(),
                false,
                FoundLife.begun(blueprint.life())));
    }

    @Override
    public void undo(String slice) throws IOException {
        records.remove(slice);
    }
}

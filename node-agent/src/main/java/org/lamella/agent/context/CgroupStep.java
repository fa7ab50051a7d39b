package org.lamella.agent.context;

import java.io.IOException;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.cpu.PinnedCores;

/**
 * The sliver's control groups, and on which cores what is in them runs: first made, since everything that runs is in them, and
 * last removed.
 */
record CgroupStep(Cgroups cgroups, PinnedCores cores) implements Step {
    /** Cores that it cannot have keep no sliver from running: it says so while it does. */
    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        cgroups.create(blueprint.slice());
        cores.enter(blueprint.slice(), blueprint.plan().promise().cpu().cores());
    }

    @Override
    public void undo(String slice) throws IOException {
        cgroups.remove(slice);
        cores.leave(slice);
    }
}

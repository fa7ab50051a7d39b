package org.lamella.agent.context;

import java.io.IOException;
import org.lamella.agent.cgroups.Cgroups;

/** The sliver's control groups: first made, since everything that runs is in them, and last removed. */
record CgroupStep(Cgroups cgroups) implements Step {
    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        cgroups.create(blueprint.slice());
    }

    @Override
    public void undo(String slice) throws IOException {
        cgroups.remove(slice);
    }
}

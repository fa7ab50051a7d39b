package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Path;
import org.lamella.agent.storage.DiskImages;

/** The sliver's disk, on which is what it has changed of its image. */
record DiskStep(Folders folders, Disks disks, DiskImages images) implements Step {
    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        if (disks.exists(blueprint.slice(), blueprint.incarnation())) {
            return;
        }
        disks.requireRoom();
        Path made = disks.begin(blueprint.slice());
        images.make(made.resolve(Disks.IMAGE), blueprint.disk());
        disks.finish(made, blueprint.slice(), blueprint.incarnation(), blueprint.image(), blueprint.disk());
    }

    @Override
    public void undo(String slice) throws IOException {
        disks.delete(slice);
    }

    @Override
    public boolean outlivesStop() {
        return true;
    }
}

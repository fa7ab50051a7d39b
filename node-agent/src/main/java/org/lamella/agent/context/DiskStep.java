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
        if (blueprint.moving().isBrought()) {
            requireBrought(blueprint);
            return;
        }
        disks.requireRoom();
        Path made = disks.begin(blueprint.slice());
        images.make(made.resolve(Disks.IMAGE), blueprint.disk());
        disks.finish(made, blueprint.slice(), blueprint.incarnation(), blueprint.image(), blueprint.disk());
    }

    /** A blank disk in the place of the one that was brought would be the loss of all that is on it. */
    private void requireBrought(Blueprint blueprint) throws IOException {
        if (!disks.adopt(blueprint.plan())) {
            throw new IOException("the disk that was brought for " + blueprint.slice() + " by transfer "
                    + blueprint.moving().broughtBy() + " is not on this node");
        }
        String digest = disks.read(blueprint.slice(), blueprint.incarnation()).imageDigest();
        if (!digest.equals(blueprint.image().digest())) {
            throw new IOException("the disk that was brought for " + blueprint.slice() + " lies on image " + digest
                    + ", and here is " + blueprint.image().digest());
        }
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

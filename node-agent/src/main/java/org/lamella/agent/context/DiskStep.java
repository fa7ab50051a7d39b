package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lamella.agent.host.Posix;
import org.lamella.agent.storage.ImageIds;

/** The sliver's disk: what it has changed of its image. */
record DiskStep(Disks disks, Posix posix, SystemFiles files) implements Step {
    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        if (disks.exists(blueprint.slice(), blueprint.incarnation())) {
            return;
        }
        Path made = disks.begin(blueprint.slice());
        Path upper = folder(made.resolve("upper"), 0755);
        folder(made.resolve("work"), 0700);
        Path etc = folder(upper.resolve("etc"), 0755);
        files.write(blueprint, etc);
        disks.finish(made, blueprint.slice(), blueprint.incarnation(), blueprint.image());
    }

    private Path folder(Path path, int mode) throws IOException {
        Files.createDirectory(path);
        posix.changeOwner(path, ImageIds.SHIFT, ImageIds.SHIFT);
        posix.changeMode(path, mode);
        return path;
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

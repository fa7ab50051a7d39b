package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;

/** The file tree that the sliver sees: its image, and its own disk over it. */
record RootfsStep(Folders folders, Posix posix) implements Step {
    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        Path target = Files.createDirectories(folders.rootfs(blueprint.slice()));
        Path disk = folders.disk(blueprint.slice(), blueprint.incarnation());
        posix.mountOverlay(blueprint.image().rootfs(), disk.resolve("upper"), disk.resolve("work"), target);
    }

    @Override
    public void undo(String slice) throws IOException {
        Path target = folders.rootfs(slice);
        if (Files.exists(target)) {
            for (Path mount : Mounts.at(target).reversed()) {
                posix.unmount(mount);
            }
            Files.delete(target);
        }
    }
}

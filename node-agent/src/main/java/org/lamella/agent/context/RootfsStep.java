package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;

/** The file tree that the sliver sees: its image, and its own disk over it. */
record RootfsStep(Folders folders, Posix posix) implements Step {
    /** What the node puts over the image's folders: by a link in such a place the image would choose where. */
    private static final List<String> PROVIDED = List.of("dev", "proc", "sys");

    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        Path target = Files.createDirectories(folders.rootfs(blueprint.slice()));
        Path disk = folders.mountedDisk(blueprint.slice());
        posix.mountOverlay(
                blueprint.image().rootfs(),
                disk.resolve(MountedDiskStep.UPPER),
                disk.resolve(MountedDiskStep.WORK),
                target);
        for (String name : PROVIDED) {
            Path place = target.resolve(name);
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("image " + blueprint.image().name() + " has no folder at /" + name
                        + " but something else, so the node's own cannot be put there");
            }
        }
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

package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;
import org.lamella.agent.storage.ImageIds;

/** The sliver's disk in use: checked, as large as it is to be, mounted, and furnished if it is blank. */
record MountedDiskStep(Folders folders, DiskSizes sizes, Posix posix, SystemFiles files) implements Step {
    static final String UPPER = "upper";
    static final String WORK = "work";
    private static final String FRESH = "fresh";

    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        Path target = Files.createDirectories(folders.mountedDisk(blueprint.slice()));
        sizes.mount(blueprint.slice(), blueprint.incarnation(), blueprint.disk());
        if (!Files.exists(target.resolve(UPPER))) {
            furnish(blueprint, target);
        }
    }

    /** Beside its place first: a disk that has an upper folder has all that belongs into it, and is the sliver's own. */
    private void furnish(Blueprint blueprint, Path disk) throws IOException {
        Path work = disk.resolve(WORK);
        if (!Files.exists(work)) {
            folder(work, 0700);
        }
        Path fresh = disk.resolve(FRESH);
        Path etc = fresh.resolve("etc");
        if (!Files.exists(etc)) {
            Files.createDirectories(fresh);
            folder(fresh, 0755);
            Files.createDirectories(etc);
        }
        folder(etc, 0755);
        files.write(blueprint, etc);
        Files.move(fresh, disk.resolve(UPPER), StandardCopyOption.ATOMIC_MOVE);
    }

    private void folder(Path path, int mode) throws IOException {
        Files.createDirectories(path);
        posix.changeOwner(path, ImageIds.SHIFT, ImageIds.SHIFT);
        posix.changeMode(path, mode);
    }

    @Override
    public void undo(String slice) throws IOException {
        Path target = folders.mountedDisk(slice);
        if (Files.exists(target)) {
            for (Path mount : Mounts.at(target).reversed()) {
                posix.unmount(mount);
            }
            Files.delete(target);
        }
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.runtime.Capabilities;
import org.lamella.agent.runtime.ContextSpec;
import org.lamella.agent.runtime.HostPrograms;
import org.lamella.agent.runtime.ProcessBounds;

/**
 * The folder from which the runtime takes what it is to build.
 *
 * @param openFilesLimit the most that the agent itself may have
 */
record BundleStep(Folders folders, Cgroups cgroups, Lxcfs lxcfs, long openFilesLimit, HostPrograms programs)
        implements Step {
    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        String slice = blueprint.slice();
        ContextSpec spec = new ContextSpec(
                blueprint.hostname(),
                folders.rootfs(slice),
                cgroups.runtimePath(slice),
                folders.networkScript(slice),
                capabilities(blueprint),
                bounds(blueprint.plan().bounds()),
                lxcfs.files(),
                blueprint.life().initscript().isEmpty() ? Optional.empty() : Optional.of(folders.initscript(slice)),
                programs.current());
        Path bundle = Files.createDirectories(folders.bundle(slice));
        if (spec.initscript().isPresent()) {
            Path script =
                    Files.writeString(spec.initscript().get(), blueprint.life().initscript());
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(bundle.resolve("config.json"), spec.toJson());
    }

    private static Set<String> capabilities(Blueprint blueprint) throws IOException {
        try {
            return Capabilities.of(blueprint.plan().bounds().capabilities());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Nobody has asked for the usual number of open files, so fewer will do where the host has a lower limit. */
    private ProcessBounds bounds(SliverBounds wanted) {
        long usual = SliverBounds.USUAL.openFiles();
        return new ProcessBounds(
                wanted.openFiles() == usual ? Math.min(usual, openFilesLimit) : wanted.openFiles(),
                wanted.lockedMemoryBytes(),
                wanted.sharedMemoryBytes());
    }

    @Override
    public void undo(String slice) throws IOException {
        Path bundle = folders.bundle(slice);
        if (Files.exists(bundle)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(bundle)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(bundle);
        }
    }
}

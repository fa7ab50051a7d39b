package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.cgroups.Freezer;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.runtime.OciRuntime;
import org.lamella.agent.runtime.StartScripts;

/**
 * Finds everything on the node that is this agent's, by looking where its steps put things: no process is started for it, and
 * nothing is remembered from an earlier look.
 */
final class Inventory {
    private final Folders folders;
    private final ContextRecords records;
    private final Disks disks;
    private final Cgroups cgroups;
    private final OciRuntime runtime;
    private final InitWatch inits;
    private final Freezer freezer;
    private final String bootId;

    Inventory(
            Folders folders,
            ContextRecords records,
            Disks disks,
            Cgroups cgroups,
            OciRuntime runtime,
            InitWatch inits,
            String bootId) {
        this.folders = folders;
        this.records = records;
        this.disks = disks;
        this.cgroups = cgroups;
        this.runtime = runtime;
        this.inits = inits;
        this.freezer = new Freezer(cgroups);
        this.bootId = bootId;
    }

    List<Existing> list() throws IOException {
        Set<String> pieces = new TreeSet<>(cgroups.leaves());
        pieces.addAll(runtime.list());
        pieces.addAll(FileNames.in(folders.bundles()));
        pieces.addAll(FileNames.in(folders.rootfses()));
        pieces.addAll(FileNames.in(folders.consoles()));
        Set<String> slices = new TreeSet<>(pieces);
        slices.addAll(records.slices());
        slices.addAll(disks.slices());
        List<Existing> found = new ArrayList<>();
        for (String slice : slices) {
            Optional<ContextRecord> context = records.find(slice);
            found.add(
                    context.isPresent()
                            ? whole(context.get())
                            : leftover(slice, pieces.contains(slice) ? Condition.PARTIAL : Condition.STOPPED));
        }
        return found;
    }

    /** When the slice's context was finished. */
    Instant finished(String slice) throws IOException {
        return records.find(slice)
                .map(ContextRecord::since)
                .orElseThrow(() -> new IOException(slice + " has no finished context"));
    }

    boolean isRunning(String slice) {
        try {
            running(slice);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws IOException when the slice has no running context */
    ContextRecord running(String slice) throws IOException {
        return records.find(slice)
                .filter(context -> context.initAlive(bootId))
                .orElseThrow(() -> new IOException(slice + " has no running context on this node"));
    }

    private Existing whole(ContextRecord context) throws IOException {
        boolean alive = context.initAlive(bootId);
        if (alive) {
            inits.watch(context.initPid());
        }
        return new Existing(
                context.slice(),
                alive ? Condition.RUNNING : Condition.DEAD,
                context.incarnation(),
                context.image(),
                context.imageDigest(),
                context.since(),
                context.life().standing(alive && freezer.isFrozen(context.slice())),
                alive && initscriptFailed(context) ? "the initscript failed: /var/log/initscript.log says why" : "");
    }

    /** Asked of the context's own {@code /dev}, which nobody inside can put something else in the place of. */
    private static boolean initscriptFailed(ContextRecord context) {
        return Files.exists(
                Path.of("/proc/" + context.initPid() + "/root" + StartScripts.FAILED), LinkOption.NOFOLLOW_LINKS);
    }

    private Existing leftover(String slice, Condition condition) throws IOException {
        Optional<Disks.Disk> disk = disks.newest(slice);
        return new Existing(
                slice,
                condition,
                disk.map(Disks.Disk::incarnation).orElse(Existing.NO_INCARNATION),
                disk.map(Disks.Disk::image).orElse(""),
                disk.map(Disks.Disk::imageDigest).orElse(""),
                disk.map(Disks.Disk::since).orElse(Instant.EPOCH));
    }
}

package org.lamella.agent.context;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where the agent keeps things.
 *
 * @param state survives a reboot: the plan, the slivers' disks and addresses
 * @param run does not: contexts, bundles, mount points
 * @param images may be shared by all agents of a host
 */
public record Folders(Path state, Path run, Path images) {
    /** What the options of an overlay mount cannot carry in a path. */
    private static final String NOT_MOUNTABLE = ",:\\";

    public Folders {
        Objects.requireNonNull(state);
        Objects.requireNonNull(run);
        Objects.requireNonNull(images);
        List<String> wrong = Stream.of(state, run, images)
                .filter(folder -> !folder.isAbsolute()
                        || folder.toString().chars().anyMatch(letter -> NOT_MOUNTABLE.indexOf(letter) >= 0))
                .map(Path::toString)
                .toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    "folders must be absolute, without comma, colon and backslash: " + wrong);
        }
    }

    Path slivers() {
        return state.resolve("slivers");
    }

    /** All disks of a sliver; more than one only while one incarnation follows another. */
    Path sliver(String slice) {
        return slivers().resolve(slice);
    }

    Path disk(String slice, long incarnation) {
        return sliver(slice).resolve(Long.toString(incarnation));
    }

    Path diskImage(String slice, long incarnation) {
        return disk(slice, incarnation).resolve("disk.img");
    }

    /** Blank disks, of which new ones are copies. */
    Path blankDisks() {
        return state.resolve("blank-disks");
    }

    Path mountedDisks() {
        return run.resolve("disks");
    }

    /** Where the disk of a sliver that runs is mounted: for the agent only, the sliver sees a folder of it. */
    Path mountedDisk(String slice) {
        return mountedDisks().resolve(slice);
    }

    Path bundles() {
        return run.resolve("bundles");
    }

    Path bundle(String slice) {
        return bundles().resolve(slice);
    }

    /** The host's number of the context's init, as the runtime wrote it down. */
    Path pidFile(String slice) {
        return bundle(slice).resolve("init.pid");
    }

    /** Gives the context its link; run by the runtime. */
    Path networkScript(String slice) {
        return bundle(slice).resolve("network.sh");
    }

    /** What the sliver's owner wants run at its start. */
    Path initscript(String slice) {
        return bundle(slice).resolve("initscript");
    }

    /** What the sliver's owner wants run at its first start on a disk. */
    Path firstInitscript(String slice) {
        return bundle(slice).resolve("initscript.first");
    }

    /** File systems in memory that slivers print to. */
    Path consoles() {
        return run.resolve("consoles");
    }

    /** What is kept of what they printed. */
    Path consoleLogs() {
        return state.resolve("consoles");
    }

    Path rootfses() {
        return run.resolve("rootfs");
    }

    Path rootfs(String slice) {
        return rootfses().resolve(slice);
    }

    Path records() {
        return run.resolve("contexts");
    }

    /** Where the runtime keeps what it knows of our containers. */
    Path containers() {
        return run.resolve("oci");
    }

    Path sessions() {
        return run.resolve("sessions");
    }

    /** The keys by which the node is known to those who come with ssh. */
    public Path ssh() {
        return state.resolve("ssh");
    }

    /** Who logged in by ssh, until the control plane has it. */
    public Path logins() {
        return state.resolve("logins");
    }

    /** Which slivers were reset for want of memory, until the control plane has it. */
    public Path resets() {
        return state.resolve("resets");
    }

    /** What slivers got, until the control plane has it. */
    public Path usage() {
        return state.resolve("usage");
    }

    /** Copies of programs of the host, for contexts. */
    Path programs() {
        return state.resolve("programs");
    }

    /** Which sliver had which connection when. */
    public Path connections() {
        return state.resolve("connections");
    }

    /** What slivers have sent today. */
    Path traffic() {
        return state.resolve("traffic.json");
    }

    Path addresses() {
        return state.resolve("addresses.json");
    }
}

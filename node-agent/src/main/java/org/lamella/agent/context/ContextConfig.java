package org.lamella.agent.context;

import java.util.Objects;
import org.lamella.agent.network.NetworkConfig;
import org.lamella.agent.runtime.RuntimeKind;
import org.lamella.agent.storage.DiskFormat;
import org.lamella.agent.storage.Downloads;

/**
 * How one agent builds contexts.
 *
 * @param cgroupParent below the root of every cgroup hierarchy, such as {@code lamella}; all under it is this agent's
 * @param downloads how images get here
 * @param disks the file system of new slivers' disks
 */
public record ContextConfig(
        Folders folders,
        String cgroupParent,
        NetworkConfig network,
        RuntimeKind runtime,
        Downloads downloads,
        DiskFormat disks) {
    public ContextConfig {
        Objects.requireNonNull(folders);
        Objects.requireNonNull(cgroupParent);
        Objects.requireNonNull(network);
        Objects.requireNonNull(runtime);
        Objects.requireNonNull(downloads);
        Objects.requireNonNull(disks);
    }

    /** With the lightest disks. */
    public ContextConfig(
            Folders folders, String cgroupParent, NetworkConfig network, RuntimeKind runtime, Downloads downloads) {
        this(folders, cgroupParent, network, runtime, downloads, DiskFormat.EXT4);
    }

    /** @param host a name or an address that slivers must not reach, too */
    public ContextConfig keepingSliversFrom(String host) {
        return new ContextConfig(folders, cgroupParent, network.keepingFrom(host), runtime, downloads, disks);
    }
}

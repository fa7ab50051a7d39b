package org.lamella.agent.context;

import java.util.Objects;
import java.util.Optional;
import org.lamella.agent.network.Subnet;
import org.lamella.agent.runtime.RuntimeKind;
import org.lamella.agent.storage.Downloads;

/**
 * How one agent builds contexts.
 *
 * @param cgroupParent below the root of every cgroup hierarchy, such as {@code lamella}; all under it is this agent's
 * @param uplink the interface by which slivers reach the world; empty: they reach only the node and one another
 * @param forwardOnHost whether ip_forward may be switched on in the host's own network namespace
 * @param downloads how images get here
 */
public record ContextConfig(
        Folders folders,
        String cgroupParent,
        Subnet subnet,
        Optional<String> uplink,
        boolean forwardOnHost,
        RuntimeKind runtime,
        Downloads downloads) {
    public ContextConfig {
        Objects.requireNonNull(folders);
        Objects.requireNonNull(cgroupParent);
        Objects.requireNonNull(subnet);
        Objects.requireNonNull(uplink);
        Objects.requireNonNull(runtime);
        Objects.requireNonNull(downloads);
    }
}

package org.lamella.agent.network;

import java.util.Objects;
import java.util.Optional;

/**
 * How slivers are connected.
 *
 * @param uplink the interface by which slivers reach the world; empty: they reach none of it
 * @param forwardOnHost whether ip_forward may be switched on in the host's own network namespace
 */
public record NetworkConfig(Subnet subnet, Optional<String> uplink, boolean forwardOnHost, Seclusion seclusion) {
    public NetworkConfig {
        Objects.requireNonNull(subnet);
        Objects.requireNonNull(uplink);
        Objects.requireNonNull(seclusion);
    }

    /** Nothing closed or opened but what always is. */
    public static NetworkConfig plain(Subnet subnet, Optional<String> uplink) {
        return new NetworkConfig(subnet, uplink, false, Seclusion.USUAL);
    }

    NetworkConfig with(Seclusion other) {
        return new NetworkConfig(subnet, uplink, forwardOnHost, other);
    }

    /** @param host a name or an address that slivers must not reach, too */
    public NetworkConfig keepingFrom(String host) {
        return with(seclusion.keepingFrom(host));
    }
}

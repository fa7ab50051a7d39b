package org.lamella.agent.ssh;

import java.util.List;
import java.util.Objects;

/**
 * What people must know to come in by ssh.
 *
 * @param host a name or an address
 * @param hostKeys as {@link HostKeys#publicKeys()}
 */
public record DoorFacts(String host, int port, List<String> hostKeys) {
    public DoorFacts {
        Objects.requireNonNull(host);
        hostKeys = List.copyOf(hostKeys);
    }
}

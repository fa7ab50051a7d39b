package org.lamella.agent;

import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Where people find the node's ssh server. */
final class SshOptions {
    @Option(
            names = "--ssh-port",
            paramLabel = "PORT",
            defaultValue = "2222",
            description = "where members come to their slivers with ssh; 0: nowhere (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--ssh-host",
            paramLabel = "HOST",
            description = "what people call this node for ssh (its address towards the control plane)")
    private String host;

    OptionalInt port() {
        return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
    }

    Optional<String> host() {
        return Optional.ofNullable(host);
    }
}

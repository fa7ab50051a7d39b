package org.lamella.agent.controllink;

import java.util.Optional;
import org.lamella.agent.plan.PublishedPort;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.plan.SliverNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a plan says of a sliver's network. A port that cannot be published concerns nobody but who would call it. */
final class NetworkFormat {
    private static final Logger log = LoggerFactory.getLogger(NetworkFormat.class);

    private NetworkFormat() {}

    static SliverNetwork read(org.lamella.protocol.SliverNetwork wire) {
        return new SliverNetwork(
                wire.getAddress(),
                wire.getPortsList().stream()
                        .flatMap(port -> port(port).stream())
                        .toList(),
                wire.getPeersList().stream()
                        .filter(SliceNames::areWellFormed)
                        .map(SliceNames::onNode)
                        .toList());
    }

    private static Optional<PublishedPort> port(org.lamella.protocol.PublishedPort wire) {
        PublishedPort.Protocol protocol = switch (wire.getProtocol()) {
            case PORT_PROTOCOL_TCP -> PublishedPort.Protocol.TCP;
            case PORT_PROTOCOL_UDP -> PublishedPort.Protocol.UDP;
            case PORT_PROTOCOL_UNSPECIFIED, UNRECOGNIZED -> null;
        };
        if (protocol == null) {
            log.warn("port {} of the plan has a protocol that this agent does not know", wire.getNodePort());
            return Optional.empty();
        }
        try {
            return Optional.of(new PublishedPort(
                    protocol, wire.getNodePort(), wire.getSliverPort(), Math.max(1, wire.getCount())));
        } catch (IllegalArgumentException e) {
            log.warn("a port of the plan cannot be published: {}", e.getMessage());
            return Optional.empty();
        }
    }
}

package org.lamella.agent.controllink;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lamella.agent.network.FlowLog;
import org.lamella.agent.network.SliverLink;
import org.lamella.agent.plan.PublishedPort;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.plan.SliverNetwork;
import org.lamella.protocol.Sender;
import org.lamella.protocol.SenderList;
import org.lamella.protocol.SliverLinkReport;
import org.lamella.protocol.WhoSentQuestion;
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

    static SliverLinkReport link(SliverLink link) {
        return SliverLinkReport.newBuilder()
                .setAddress(link.address())
                .setSpoofedPackets(link.spoofs().packets())
                .setSpoofedArp(link.spoofs().arp())
                .build();
    }

    /** @throws IllegalArgumentException when it has no time that can be said, or a port that there cannot be */
    static FlowLog.Question question(WhoSentQuestion wire) {
        return new FlowLog.Question(
                wire.getAddress(),
                wire.getPort(),
                Instant.ofEpochMilli(wire.getAtMillis()),
                Duration.ofMillis(wire.getSlackMillis()));
    }

    static SenderList senders(List<FlowLog.Sender> senders) {
        SenderList.Builder list = SenderList.newBuilder();
        senders.forEach(sender -> list.addSenders(Sender.newBuilder()
                .setSlice(SliceNames.ofNode(sender.slice()))
                .setProtocol(sender.protocol())
                .setOwn(sender.own())
                .setSeen(sender.seen())
                .setOther(sender.other())
                .setFromMillis(sender.from().toEpochMilli())
                .setUntilMillis(sender.until().map(Instant::toEpochMilli).orElse(0L))));
        return list.build();
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

package org.lamella.agentlink;

import org.lamella.protocol.PortProtocol;
import org.lamella.protocol.PublishedPort;
import org.lamella.protocol.SliverLinkReport;
import org.lamella.protocol.SliverNetwork;
import org.lamella.slivers.NodePlan.PlannedNetwork;
import org.lamella.slivers.NodePlan.PlannedPort;
import org.lamella.slivers.SliverReport;

/** What a plan says of a sliver's network. */
final class NetworkFormat {
    private NetworkFormat() {}

    static SliverReport.Link link(SliverLinkReport message) {
        return new SliverReport.Link(
                WireFormat.text(message.getAddress()), message.getSpoofedPackets(), message.getSpoofedArp());
    }

    static SliverNetwork network(PlannedNetwork network) {
        SliverNetwork.Builder message =
                SliverNetwork.newBuilder().setAddress(network.address()).addAllPeers(network.peers());
        network.ports().forEach(port -> message.addPorts(port(port)));
        return message.build();
    }

    private static PublishedPort port(PlannedPort port) {
        return PublishedPort.newBuilder()
                .setProtocol(
                        port.protocol().equals("udp") ? PortProtocol.PORT_PROTOCOL_UDP : PortProtocol.PORT_PROTOCOL_TCP)
                .setNodePort(port.nodePort())
                .setSliverPort(port.port())
                .setCount(port.count())
                .build();
    }
}

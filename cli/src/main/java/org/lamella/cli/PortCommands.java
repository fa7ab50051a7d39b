package org.lamella.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella port …}. */
@Command(name = "port", description = "Ports of nodes that lead to slivers.")
final class PortCommands {
    private static final String SLICE = "The slice.";

    private final Actions actions;

    PortCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List a slice's published ports.")
    void list(@Parameters(paramLabel = "SLICE", description = SLICE) String slice) {
        actions.list(
                Api.path("slices", slice, "ports"), "node", "protocol", "nodePort", "port", "count", "by", "since");
    }

    @Command(
            description = "Publish a port of a slice's slivers on their nodes.",
            footer = {
                "",
                "For example:",
                "  lamella port publish demo_hello 80",
                "  lamella port publish demo_hello 5000 --protocol udp --count 4 --node node1 --node-port 25000"
            })
    void publish(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "PORT", description = "The sliver's port, or the first of them.")
                    int port,
            @Option(
                            names = "--node",
                            paramLabel = "NODE",
                            description = "On this node alone (on every node of the slice).")
                    String node,
            @Option(names = "--protocol", paramLabel = "tcp|udp", description = "tcp unless udp is said.")
                    String protocol,
            @Option(names = "--count", paramLabel = "N", description = "So many in a row (1).") Integer count,
            @Option(
                            names = "--node-port",
                            paramLabel = "PORT",
                            description = "The node's port, or the first of them (the lowest that are free).")
                    Integer nodePort,
            @Mixin WriteOptions options) {
        var body = new Body()
                .with("node", Optional.ofNullable(node))
                .with("protocol", Optional.ofNullable(protocol))
                .number("port", Optional.of(port))
                .number("count", Optional.ofNullable(count))
                .number("nodePort", Optional.ofNullable(nodePort))
                .json();
        actions.write(options.post(Api.path("slices", slice, "ports"), body), this::published);
    }

    private List<String> published(JsonNode answer) {
        var lines = new ArrayList<String>();
        for (JsonNode port : Json.items(answer, "items")) {
            lines.add(Json.text(port, "node", "?") + ":" + Json.text(port, "nodePort", "?") + "/"
                    + Json.text(port, "protocol", "?") + " leads to port " + Json.text(port, "port", "?"));
        }
        return lines;
    }

    @Command(description = "Withdraw a published port; what runs over it is cut.")
    void withdraw(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = "The node.") String node,
            @Parameters(index = "2", paramLabel = "NODE-PORT", description = "The node's port, or the first of them.")
                    int nodePort,
            @Option(
                            names = "--protocol",
                            paramLabel = "tcp|udp",
                            defaultValue = "tcp",
                            description = "tcp unless udp is said.")
                    String protocol,
            @Mixin WriteOptions options) {
        actions.write(
                options.delete(Api.path("slices", slice, "ports", node + ":" + nodePort + ":" + protocol)),
                node + ":" + nodePort + " is no longer published");
    }
}

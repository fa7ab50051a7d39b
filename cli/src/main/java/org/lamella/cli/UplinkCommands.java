package org.lamella.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella node uplink …}. */
@Command(name = "uplink", description = "What nodes have to promise, and how their uplink is bounded.")
final class UplinkCommands {
    private static final String NAME = "The node.";

    private final Actions actions;

    UplinkCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "Show what a node has to promise of CPU, memory and network, and who holds what of it.")
    void show(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        actions.show(Api.path("nodes", name, "capacity"));
    }

    @Command(
            description = "Bound what all slivers of a node together get of its uplink; for admins.",
            footer = {"", "For example:", "  lamella node uplink bound node1 --cap 100000000 --exempt 10.0.0.0/8"})
    void bound(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(
                            names = "--cap",
                            paramLabel = "BITS",
                            required = true,
                            description = "Bits a second in each direction; so much can be reserved. 0: not bounded.")
                    long cap,
            @Option(
                            names = "--exempt",
                            paramLabel = "CIDR",
                            split = ",",
                            description = "Destinations for which no bound holds; none unless given.")
                    List<String> exempt,
            @Mixin WriteOptions options) {
        var body = Json.object();
        body.put("capBits", cap);
        body.set("exempt", Json.array(exempt == null ? List.of() : exempt));
        actions.write(options.put(Api.path("nodes", name, "uplink"), body), actions.cells()::facts);
    }
}

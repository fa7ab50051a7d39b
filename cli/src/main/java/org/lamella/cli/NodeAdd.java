package org.lamella.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella node add}. */
@Command(
        name = "add",
        description = "Register a node and print what to type on it, so that it joins.",
        mixinStandardHelpOptions = true)
final class NodeAdd implements Runnable {
    private static final int AGENTS_PORT = 7443;

    private final Lamella lamella;

    @Parameters(paramLabel = "NAME", description = "The node's name, such as node1.")
    private String name;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            defaultValue = "demo",
            description = "The site it stands at (default: ${DEFAULT-VALUE}).")
    private String site;

    NodeAdd(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public void run() {
        var api = lamella.api();
        var node = api.post(Api.path("nodes"), Json.object().put("name", name).put("site", site));
        var code = Json.text(node, "joinCode", "?");
        var address = Json.text(node, "agentsAddress", api.host() + ":" + AGENTS_PORT);
        lamella.answer(
                node,
                List.of(
                        "node " + name + " registered at site " + site,
                        "join code " + code + ", good once, runs out "
                                + lamella.ages().of(node, "joinCodeExpiresAt"),
                        "",
                        "On the node, as root:",
                        "  lamella-agent join --control-plane " + address + " --code " + code
                                + " && lamella-agent run"));
    }
}

package org.lamella.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella ssh}. */
@Command(
        name = "ssh",
        description = "Log in to a sliver with the system's own ssh, which is told by what key it knows the node.",
        sortOptions = false,
        customSynopsis = "lamella ssh [--node NODE] [-i FILE] SLICE [-- COMMAND…]",
        footer = {
            "",
            "Needs a key of yours that the testbed knows (lamella key add), and that ssh finds. Ends with ssh's exit code.",
            "",
            "For example:",
            "  lamella ssh demo_hello",
            "  lamella ssh demo_hello -- uptime"
        })
final class SshCommand implements Callable<Integer> {
    private final Lamella lamella;

    @Option(names = "--node", paramLabel = "NODE", description = "The sliver on this node; needed when several run.")
    private Optional<String> node;

    @Option(
            names = {"-i", "--identity"},
            paramLabel = "FILE",
            description = "The private key to log in with, and no other; otherwise those that ssh finds.")
    private Optional<Path> identity;

    @Parameters(index = "0", paramLabel = "SLICE", description = "The slice.")
    private String slice;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "COMMAND", description = "Run this instead of a shell.")
    private List<String> command = List.of();

    SshCommand(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public Integer call() throws InterruptedException {
        var api = lamella.api();
        var door = api.get(Api.path("nodes", node.orElseGet(() -> Sliver.onlyRunning(api, slice)), "ssh"));
        var host = Json.text(door, "host", "");
        var known =
                Json.items(door, "knownHosts").stream().map(JsonNode::asString).toList();
        if (host.isEmpty() || known.isEmpty()) {
            throw Failure.refused("the server does not say by what key the node is known");
        }
        try {
            var file = Files.createTempFile("lamella-known-hosts-", "");
            try {
                Files.write(file, known);
                return start(line(host, Json.number(door, "port"), file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> line(String host, long port, Path knownHosts) {
        var line = new ArrayList<>(List.of(
                "ssh",
                "-p",
                Long.toString(port),
                "-o",
                "UserKnownHostsFile=" + knownHosts,
                "-o",
                "StrictHostKeyChecking=yes",
                "-l",
                slice,
                host));
        identity.ifPresent(file ->
                line.addAll(1, List.of("-i", file.toString(), "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none")));
        if (!command.isEmpty()) {
            line.add("--");
            line.addAll(command);
        }
        return line;
    }

    private static int start(List<String> line) throws InterruptedException {
        try {
            return new ProcessBuilder(line).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw Failure.usage("there is no ssh here (Debian: apt-get install openssh-client)");
        }
    }
}

package org.lamella.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella limits …}. */
@Command(name = "limits", description = "What a sliver may have only so much of at once.")
final class LimitsCommands {
    private final Actions actions;

    LimitsCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "Show the limits in force, and which are said there itself.")
    void show(
            @Parameters(paramLabel = "SITE|SLICE", description = Level.OWNER) String owner,
            @Option(names = "--node", paramLabel = "NODE", description = Level.NODE) Optional<String> node) {
        actions.show(Level.path(owner, node, "limits"));
    }

    @Command(
            description =
                    "Set all limits; what is not named is as the slice, the site or the usual has it from then on.",
            footer = {
                "",
                "For example:",
                "  lamella limits set demo_hello processes=500 memoryBytes=268435456",
                "  lamella limits set demo_hello --node node1 memoryBytes=0"
            })
    void set(
            @Parameters(index = "0", paramLabel = "SITE|SLICE", description = Level.OWNER) String owner,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "LIMIT=N",
                            description = "How much of what, as 'limits show' names it. Memory of 0 is as much as the"
                                    + " node has.")
                    Map<String, Long> limits,
            @Option(names = "--node", paramLabel = "NODE", description = Level.NODE) Optional<String> node,
            @Option(
                            names = "--force",
                            description =
                                    "Limit memory even where slivers hold more: the kernel takes back what it can,"
                                            + " then it ends processes of theirs.")
                    boolean force,
            @Mixin WriteOptions options) {
        var body = Json.object();
        if (limits != null) {
            limits.forEach(body::put);
        }
        if (force) {
            body.put("force", true);
        }
        actions.write(options.put(Level.path(owner, node, "limits"), body), actions.cells()::facts);
    }
}

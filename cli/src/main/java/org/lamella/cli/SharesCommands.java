package org.lamella.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella shares …}. */
@Command(name = "shares", description = "How slivers split what nobody has reserved, and above what they never get.")
final class SharesCommands {
    private final Actions actions;

    SharesCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "Show the shares and ceilings in force, and which are said there itself.")
    void show(
            @Parameters(paramLabel = "SITE|SLICE", description = Level.OWNER) String owner,
            @Option(names = "--node", paramLabel = "NODE", description = Level.NODE) Optional<String> node) {
        actions.show(Level.path(owner, node, "shares"));
    }

    @Command(
            description = "Set shares and ceilings; what is not named stays. Admins set any, others lower them.",
            footer = {
                "",
                "For example:",
                "  lamella shares set demo_hello cpuShare=2 networkCeilingBits=50000000",
                "  lamella shares set demo_hello --node node1 ioShare=default"
            })
    void set(
            @Parameters(index = "0", paramLabel = "SITE|SLICE", description = Level.OWNER) String owner,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "SHARE=N",
                            description = "How much of what, as 'shares show' names it; 'default' to follow the slice,"
                                    + " or the site. A ceiling of 0 is none.")
                    Map<String, String> numbers,
            @Option(names = "--node", paramLabel = "NODE", description = Level.NODE) Optional<String> node,
            @Mixin WriteOptions options) {
        var body = Json.object();
        numbers.forEach((term, number) -> {
            if (number.matches("\\d{1,18}")) {
                body.put(term, Long.parseLong(number));
            } else if (number.matches("\\d{1,9}\\.\\d{1,9}")) {
                body.put(term, Double.parseDouble(number));
            } else if (number.equals("default")) {
                body.putNull(term);
            } else {
                throw Failure.usage(term + " must be a number or 'default', not '" + number + "'");
            }
        });
        actions.write(options.patch(Level.path(owner, node, "shares"), body), actions.cells()::facts);
    }
}

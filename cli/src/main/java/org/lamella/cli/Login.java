package org.lamella.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamella login}. */
@Command(
        name = "login",
        description = "Keep a server and a token for all further commands, after trying them.",
        footer = {
            "",
            "They are kept in the file that LAMELLA_CONFIG names, or else in lamella/cli.json in XDG_CONFIG_HOME or",
            "~/.config, readable by nobody else. A control plane started by './lamella dev' comes first in its folder.",
            "",
            "For example:",
            "  lamella login --server https://lamella.example.org < token"
        })
final class Login implements Runnable {
    private final Lamella lamella;

    @Option(
            names = "--server",
            paramLabel = "URL",
            required = true,
            description = "Such as https://lamella.example.org.")
    private String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "-",
            description = "Shown by 'lamella token create' or the account's page. Other users of this machine see it"
                    + " while this runs: without it, it is read from standard input.")
    private String token;

    Login(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public void run() {
        var console = lamella.console();
        if (token.equals("-") && console.interactive()) {
            console.scrawl("Token: ");
        }
        var shown = token.equals("-") ? console.readLine() : token;
        var configuration = Configuration.of(server, shown, "this login");
        try (var api = new Api(configuration)) {
            var account = api.get(WhoAmI.PATH);
            var file = configuration.write(console.environment());
            lamella.answer(
                    account,
                    List.of("signed in to " + configuration.server() + " as " + Json.text(account, "email", "?")
                            + "; kept in " + file));
            Configuration.place(console.environment(), console.home())
                    .filter(first -> !first.equals(file))
                    .ifPresent(first -> console.complain("lamella: but here " + first + " comes first; LAMELLA_CONFIG="
                            + file + " takes the new one"));
        }
    }
}

package org.lamella.cli;

import java.util.ArrayList;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella mail …}. */
@Command(name = "mail", description = "What became of mails; for admins.")
final class MailCommands {
    private static final int USUALLY_SHOWN = 100;

    private final Actions actions;

    MailCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List mails, the newest first (100 unless --limit says otherwise).")
    void list(
            @Option(names = "--to", paramLabel = "EMAIL", description = "Only those to this address.")
                    Optional<String> to,
            @Mixin ListOptions options) {
        var query = Query.of(Api.path("mails")).with("to", to);
        actions.list(options, query, USUALLY_SHOWN, "id", "to", "subject", "state", "createdAt", "attempts", "reason");
    }

    @Command(description = "Show one mail, with its text where that is kept.")
    void show(@Parameters(paramLabel = "ID", description = "Its number in the list.") long id) {
        var letter = actions.lamella().api().get(Api.path("mails", Long.toString(id)));
        var lines = new ArrayList<>(actions.cells().facts(letter.path("mail")));
        lines.add("");
        Json.text(letter, "text", "(its text is not kept)").lines().forEach(lines::add);
        actions.lamella().answer(letter, lines);
    }
}

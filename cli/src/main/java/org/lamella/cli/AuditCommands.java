package org.lamella.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lamella audit …}. */
@Command(name = "audit", description = "Who changed what; for admins.")
final class AuditCommands {
    private static final int USUALLY_SHOWN = 100;

    private final Actions actions;

    AuditCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List changes, the newest first (100 unless --limit says otherwise).")
    void list(
            @Option(names = "--actor", paramLabel = "EMAIL", description = "By whom.") Optional<String> actor,
            @Option(names = "--kind", paramLabel = "KIND", description = "Of what kind of object, such as slice.")
                    Optional<String> kind,
            @Option(names = "--object", paramLabel = "NAME", description = "Of which object.") Optional<String> object,
            @Option(names = "--action", paramLabel = "ACTION", description = "What was done, such as slice-created.")
                    Optional<String> action,
            @Option(names = "--from", paramLabel = "TIME", description = "Not before this time.") Optional<String> from,
            @Option(names = "--until", paramLabel = "TIME", description = "Before this time.") Optional<String> until,
            @Mixin ListOptions options) {
        var query = Query.of(Api.path("audit"))
                .with("actor", actor)
                .with("kind", kind)
                .with("object", object)
                .with("action", action)
                .with("from", from)
                .with("until", until);
        actions.list(options, query, USUALLY_SHOWN, "id", "at", "actor", "via", "action", "object", "detail");
    }

    @Command(
            description = "Verify that no row of the audit trail was changed, removed or added.",
            footer = {
                "",
                "Ends with 1 when something is wrong with it. Note the number of rows and the head elsewhere: given to",
                "a later verification, they show that nothing was cut off since."
            })
    int verify(
            @Option(names = "--rows", paramLabel = "N", description = "How many rows a noted verification counted.")
                    Optional<String> rows,
            @Option(names = "--head", paramLabel = "HASH", description = "The head that it ended with.")
                    Optional<String> head) {
        var query =
                Query.of(Api.path("audit", "verification")).with("rows", rows).with("head", head);
        var found = actions.lamella().api().get(query.line());
        var sound = found.path("sound").asBoolean(false);
        var rowsFound = Json.text(found, "rows", "?");
        var summary = sound
                ? "sound: " + rowsFound + " rows, head " + Json.text(found, "head", "-")
                : "BROKEN at position " + Json.text(found.path("fault"), "position", "?") + ", event "
                        + Json.text(found.path("fault"), "event", "?") + ": "
                        + Json.text(found.path("fault"), "message", "?");
        var unsealed = Json.number(found.path("unsealed"), "rows");
        actions.lamella()
                .answer(
                        found,
                        unsealed == 0
                                ? List.of(summary)
                                : List.of(summary, "not sealed yet, and so not covered: the newest " + unsealed));
        return sound ? ExitCode.OK : ExitCode.REFUSED;
    }
}

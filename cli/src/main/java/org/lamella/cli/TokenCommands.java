package org.lamella.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella token …}. */
@Command(name = "token", description = "What programs sign in with.")
final class TokenCommands {
    private final Actions actions;

    TokenCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List your tokens.")
    void list(
            @Option(names = "--account", paramLabel = "EMAIL", description = "Another person's; for admins.")
                    Optional<String> account,
            @Mixin ListOptions options) {
        var query = Query.of(Api.path("tokens")).with("account", account);
        actions.list(options, query, "id", "label", "scopes", "createdAt", "expiresAt", "lastUsedAt");
    }

    @Command(description = "Make a token; it is shown once.")
    void create(
            @Parameters(paramLabel = "LABEL", description = "What it is for.") String label,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE,…",
                            split = ",",
                            defaultValue = "read,slices",
                            description = "For which uses: read, slices, nodes, people, admin"
                                    + " (default: ${DEFAULT-VALUE}).")
                    List<String> scopes,
            @Option(names = "--days", paramLabel = "N", description = "For how long it is good.")
                    Optional<Integer> days,
            @Mixin WriteOptions options) {
        var body = Body.of("label", label)
                .texts("scopes", scopes)
                .number("days", days)
                .json();
        actions.write(
                options.post(Api.path("tokens"), body),
                token -> List.of(
                        Json.text(token, "token", "?"),
                        "token " + Json.text(token, "id", "?") + ", seen here and never again; it runs out "
                                + actions.ages().of(token, "expiresAt")));
    }

    @Command(description = "End a token.")
    void revoke(
            @Parameters(paramLabel = "ID", description = "Its number in the list.") long id,
            @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("tokens", Long.toString(id))), "token " + id + " is revoked");
    }
}

package org.lamella.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella account …}. */
@Command(name = "account", description = "The people.")
final class AccountCommands {
    private static final String EMAIL = "The person's mail address.";
    private static final String EMAILS = "The person's mail address; several are changed one by one.";

    private final Actions actions;

    AccountCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List the people that you may see.")
    void list(
            @Option(names = "--search", paramLabel = "TEXT", description = "Whose name or address has this in it.")
                    Optional<String> search,
            @Mixin ListOptions options) {
        var query = Query.of(Api.path("accounts")).with("q", search);
        actions.list(options, query, "email", "name", "roles", "admin", "enabled", "createdAt");
    }

    @Command(description = "Show one person.")
    void show(@Parameters(paramLabel = "EMAIL", description = EMAIL) String email) {
        actions.show(Api.path("accounts", email));
    }

    @Command(description = "Change how a person is called.")
    void rename(
            @Parameters(index = "0", paramLabel = "EMAIL", description = EMAIL) String email,
            @Parameters(index = "1", paramLabel = "NAME", description = "The new name.") String name,
            @Mixin WriteOptions options) {
        actions.write(
                options.patch(Api.path("accounts", email), Body.of("name", name).json()), email + " is called " + name);
    }

    @Command(description = "Let people in (again).")
    void enable(
            @Parameters(paramLabel = "EMAIL", arity = "1..*", description = EMAILS) List<String> emails,
            @Mixin WriteOptions options) {
        change(emails, "enable", options);
    }

    @Command(description = "Shut people out: sessions end, tokens stop working.")
    void disable(
            @Parameters(paramLabel = "EMAIL", arity = "1..*", description = EMAILS) List<String> emails,
            @Mixin WriteOptions options) {
        change(emails, "disable", options);
    }

    /** Of several each is done by itself, so that one who cannot be changed keeps no other from it. */
    private void change(List<String> emails, String action, WriteOptions options) {
        if (emails.size() == 1) {
            var email = emails.getFirst();
            actions.write(options.post(Api.path("accounts", email, action)), email + " is " + action + "d");
            return;
        }
        var body = new Body().texts("accounts", emails).with("action", action).json();
        var refused = new ArrayList<String>();
        actions.write(
                options.post(Api.path("account-changes"), body),
                answer -> Json.items(answer, "results").stream()
                        .map(result -> line(result, refused))
                        .toList());
        if (!refused.isEmpty()) {
            throw Failure.refused("not " + action + "d: " + String.join(", ", refused));
        }
    }

    private static String line(JsonNode result, List<String> refused) {
        var email = Json.text(result, "email", "?");
        if (!result.path("done").asBoolean(false)) {
            refused.add(email);
        }
        return email + ": " + Json.text(result, "words", "");
    }

    @Command(name = "end-sessions", description = "Sign a person out everywhere.")
    void endSessions(@Parameters(paramLabel = "EMAIL", description = EMAIL) String email, @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("accounts", email, "sessions")), email + " is signed out everywhere");
    }
}

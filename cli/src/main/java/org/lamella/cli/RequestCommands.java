package org.lamella.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella request …}. */
@Command(name = "request", description = "Slices that somebody has asked for ('lamella slice request').")
final class RequestCommands {
    private static final String ID = "Its number in the list.";

    private final Actions actions;

    RequestCommands(Actions actions) {
        this.actions = actions;
    }

    private static String path(long id, String... rest) {
        return Api.path("slice-requests", Long.toString(id)) + (rest.length == 0 ? "" : "/" + rest[0]);
    }

    @Command(description = "List your requests, and those that you can decide about.")
    void list(
            @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state, such as waiting.")
                    Optional<String> state,
            @Mixin ListOptions options) {
        var query = Query.of(Api.path("slice-requests")).with("state", state);
        actions.list(options, query, "id", "name", "site", "requester", "state", "createdAt", "description");
    }

    @Command(description = "Show one request and what was said about it.")
    void show(@Parameters(paramLabel = "ID", description = ID) long id) {
        actions.show(path(id));
    }

    @Command(description = "Make the slice that was asked for.")
    void approve(@Parameters(paramLabel = "ID", description = ID) long id, @Mixin WriteOptions options) {
        actions.write(options.post(path(id, "approval")), "request " + id + " is approved");
    }

    @Command(description = "Refuse a slice.")
    void reject(
            @Parameters(paramLabel = "ID", description = ID) long id,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is mailed.")
                    String reason,
            @Mixin WriteOptions options) {
        say(options, id, "rejection", Body.of("reason", reason), "request " + id + " is rejected");
    }

    @Command(description = "Ask the requester something before deciding.")
    void ask(
            @Parameters(index = "0", paramLabel = "ID", description = ID) long id,
            @Parameters(index = "1", paramLabel = "QUESTION", description = "What there is to know.") String question,
            @Mixin WriteOptions options) {
        say(options, id, "question", Body.of("question", question), "the requester is asked");
    }

    @Command(description = "Answer what was asked about your request.")
    void answer(
            @Parameters(index = "0", paramLabel = "ID", description = ID) long id,
            @Parameters(index = "1", paramLabel = "ANSWER", description = "The answer.") String answer,
            @Mixin WriteOptions options) {
        say(options, id, "answer", Body.of("answer", answer), "the answer is sent");
    }

    private void say(WriteOptions options, long id, String step, Body body, String done) {
        actions.write(options.post(path(id, step), body.json()), done);
    }

    @Command(description = "Take your request back.")
    void withdraw(@Parameters(paramLabel = "ID", description = ID) long id, @Mixin WriteOptions options) {
        actions.write(options.post(path(id, "withdrawal")), "request " + id + " is withdrawn");
    }
}

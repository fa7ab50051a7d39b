package org.lamella.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code lamella events}. */
@Command(
        name = "events",
        description = "Follow what changes, a line for each, until this program is ended.",
        footer = {
            "",
            "With -o json each line is {\"id\", \"event\", \"data\"}; an event named reset says that some were missed.",
            "When the connection breaks it is opened again, and what was missed meanwhile is shown."
        })
final class EventsCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int NO_MORE = 204;
    private static final int OK = 200;

    private final Lamella lamella;

    @Option(
            names = "--since",
            paramLabel = "ID",
            defaultValue = "",
            description = "Begin behind this event, such as 1456.138; without it, now.")
    private String since;

    EventsCommand(Lamella lamella) {
        this.lamella = lamella;
    }

    @Override
    public Integer call() throws InterruptedException {
        var stream = new EventStream(this::show, since);
        while (true) {
            var response = lamella.api().follow(Api.path("events"), stream.lastId());
            if (response.statusCode() == NO_MORE) {
                return ExitCode.OK;
            }
            if (response.statusCode() != OK) {
                throw Failure.refused(Problem.of(
                                response.statusCode(),
                                String.join("\n", response.body().toList()))
                        .text(Api.path("events")));
            }
            stream.readAll(response.body());
            Thread.sleep(PAUSE);
        }
    }

    private void show(String id, String name, JsonNode data) {
        var document = Json.object().put("id", id).put("event", name);
        document.set("data", data);
        var at = Optional.of(Json.text(data, "at", "")).filter(text -> !text.isEmpty());
        lamella.answer(
                document,
                List.of((id + "  " + at.map(text -> text + "  ").orElse("") + Json.text(data, "topic", name) + " "
                                + Json.text(data, "key", ""))
                        .strip()));
    }
}

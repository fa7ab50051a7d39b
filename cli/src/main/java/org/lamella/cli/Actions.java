package org.lamella.cli;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What most commands do: show a list, show one thing, change something. */
final class Actions {
    private final Lamella lamella;
    private final Cells cells;

    Actions(Lamella lamella) {
        this.lamella = lamella;
        this.cells = new Cells(lamella.ages());
    }

    Lamella lamella() {
        return lamella;
    }

    /** The whole list, unless the options set a limit. */
    void list(PageOptions options, Query query, String... columns) {
        list(options, query, 0, columns);
    }

    /**
     * A list.
     *
     * @param most how many are shown where the options do not say; 0 for all
     * @param columns the fields that are shown where the options do not say
     */
    void list(PageOptions options, Query query, int most, String... columns) {
        var limit = options.limit(most);
        var list = lamella.api().list(options.of(query), limit);
        lamella.answer(list, cells.table(Json.items(list, "items"), options.columns(List.of(columns))));
        if (!list.path("next").isNull() && !list.path("next").isMissingNode()) {
            lamella.console().complain("lamella: there are more than these " + limit + "; see --limit");
        }
    }

    /** A list that has one page only and no parameters. */
    void list(String path, String... columns) {
        var list = lamella.api().get(path);
        lamella.answer(list, cells.table(Json.items(list, "items"), List.of(columns)));
    }

    void show(String path) {
        var thing = lamella.api().get(path);
        lamella.answer(thing, cells.facts(thing));
    }

    /** @param done what is done when the server has accepted it */
    void write(Write write, String done) {
        write(write, answer -> List.of(done));
    }

    /** @param done what is done, told of what the server answered */
    void write(Write write, Function<JsonNode, List<String>> done) {
        var answer = lamella.api().write(write);
        var lines = done.apply(answer);
        if (write.dryRun()) {
            lamella.console().complain("lamella: dry run, nothing has changed; the answer would have been:");
        }
        lamella.answer(answer, lines);
    }

    Cells cells() {
        return cells;
    }

    Ages ages() {
        return lamella.ages();
    }

    /** A point in time as people type it; see {@link Moment}. */
    String moment(String text) {
        return Moment.of(text, lamella.console().clock()).toString();
    }
}

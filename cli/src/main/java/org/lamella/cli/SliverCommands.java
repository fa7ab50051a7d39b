package org.lamella.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella sliver …}. */
@Command(name = "sliver", description = "Which nodes a slice is on.")
final class SliverCommands extends SliverLifeCommands {
    static final List<String> COLUMNS = List.of("node", "goal", "state", "since", "reason");

    private static final String SLICE = "The slice.";

    private final Actions actions;

    SliverCommands(Actions actions) {
        super(actions);
        this.actions = actions;
    }

    @Command(description = "List a slice's slivers.")
    void list(@Parameters(paramLabel = "SLICE", description = SLICE) String slice, @Mixin ListOptions options) {
        actions.list(options, Query.of(Api.path("slices", slice, "slivers")), COLUMNS.toArray(String[]::new));
    }

    @Command(description = "List slivers of a slice that nodes have reset because they were short of memory.")
    void resets(@Parameters(paramLabel = "SLICE", description = SLICE) String slice, @Mixin ListOptions options) {
        actions.list(
                options,
                Query.of(Api.path("slices", slice, "resets")),
                "at",
                "node",
                "usedBytes",
                "guaranteedBytes",
                "availableBytes",
                "lastResort");
    }

    @Command(
            description = "Put a slice on more nodes.",
            footer = {
                "",
                "For example:",
                "  lamella sliver add demo_hello --count 5 --label arch=x86_64 --spread site --min 3 --preview",
                "  lamella sliver add demo_hello --nodes node1,node2=debian-12"
            })
    void add(
            @Parameters(paramLabel = "SLICE", description = SLICE) String slice,
            @Mixin Where where,
            @Option(names = "--preview", description = "The same as --dry-run.") boolean preview,
            @Mixin WriteOptions options) {
        var write = options.post(Api.path("slices", slice, "slivers"), where.body());
        actions.write(preview ? write.rehearsed() : write, this::placed);
    }

    private List<String> placed(JsonNode answer) {
        var lines = new ArrayList<String>();
        lines.add(Json.text(
                answer,
                "summary",
                Json.text(answer, "placed", "?") + " of " + Json.text(answer, "asked", "?") + " placed"));
        lines.addAll(actions.cells()
                .table(Json.items(answer, "nodes"), List.of("node", "site", "placed", "image", "words")));
        return lines;
    }

    @Command(description = "Show what a sliver is to have of its node, and what of it is in force.")
    void resources(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = "The node.") String node) {
        var both = actions.lamella().api().get(Api.path("slices", slice, "slivers", node, "resources"));
        var lines = new ArrayList<String>();
        lines.add(
                both.path("inForce").booleanValue()
                        ? "in force, " + actions.ages().of(both, "appliedAt")
                        : "not all of it is in force: " + Json.text(both, "waitsFor", "?"));
        lines.add("");
        lines.addAll(actions.cells().facts(both.path("asked")));
        if (both.path("applied").isObject() && !both.path("applied").equals(both.path("asked"))) {
            lines.addAll(List.of("", "in force:"));
            lines.addAll(actions.cells().facts(both.path("applied")));
        }
        actions.lamella().answer(both, lines);
    }

    @Command(description = "Show one sliver.")
    void show(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = "The node.") String node) {
        actions.show(Api.path("slices", slice, "slivers", node));
    }

    @Command(description = "Choose the address that a sliver has from its next start on.")
    void address(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = "The node.") String node,
            @Parameters(
                            index = "2",
                            paramLabel = "ADDRESS",
                            arity = "0..1",
                            defaultValue = "",
                            description = "One of the node's addresses for slivers; left out: the node chooses.")
                    String address,
            @Mixin WriteOptions options) {
        actions.write(
                options.put(
                        Api.path("slices", slice, "slivers", node, "address"),
                        Body.of("address", address).json()),
                slice
                        + (address.isEmpty()
                                ? " takes any address on "
                                : " has " + address + " from its next start on ")
                        + node);
    }

    @Command(description = "Take a slice off a node, with its files there.")
    void remove(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = "The node.") String node,
            @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("slices", slice, "slivers", node)), slice + " goes from " + node);
    }

    @Command(
            description =
                    "Take a sliver to another node, with its disk; 'lamella sliver list' shows how far it has come.",
            footer = {"", "For example:", "  lamella sliver move demo_hello node1 node2"})
    void move(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = "The node that it is on.") String node,
            @Parameters(index = "2", paramLabel = "TO", description = "The node that it goes to.") String to,
            @Mixin WriteOptions options) {
        actions.write(
                options.post(
                        Api.path("slices", slice, "slivers", node, "move"),
                        Body.of("to", to).json()),
                slice + " moves from " + node + " to " + to);
    }

    @Command(description = "Call the move of a sliver off: it starts again where it is.")
    void stay(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(index = "1", paramLabel = "NODE", description = "The node that it is on.") String node,
            @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("slices", slice, "slivers", node, "move")), slice + " stays on " + node);
    }
}

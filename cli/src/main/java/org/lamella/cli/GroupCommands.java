package org.lamella.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lamella node group …}. */
@Command(name = "group", description = "Nodes with the same label, under one name.")
final class GroupCommands {
    private static final String GROUP = "The group.";

    private final Actions actions;

    GroupCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "List the groups.")
    void list(@Mixin ListOptions options) {
        actions.list(options, Query.of(Api.path("node-groups")), "name", "label", "value", "nodes");
    }

    @Command(description = "Show one group.")
    void show(@Parameters(paramLabel = "GROUP", description = GROUP) String group) {
        actions.show(Api.path("node-groups", group));
    }

    @Command(description = "Make a group, or change which nodes are in it; for admins.")
    void set(
            @Parameters(index = "0", paramLabel = "GROUP", description = GROUP) String group,
            @Parameters(index = "1", paramLabel = "NAME=VALUE", description = "The label that its nodes have.")
                    String label,
            @Mixin WriteOptions options) {
        var parts = label.split("=", 2);
        var body = Body.of("label", parts[0])
                .with("value", parts.length == 2 ? parts[1] : "")
                .json();
        actions.write(
                options.put(Api.path("node-groups", group), body), "group " + group + " is all nodes with " + label);
    }

    @Command(description = "Remove a group; its nodes stay as they are.")
    void remove(@Parameters(paramLabel = "GROUP", description = GROUP) String group, @Mixin WriteOptions options) {
        actions.write(options.delete(Api.path("node-groups", group)), "group " + group + " is removed");
    }
}

package org.lamella.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamella disk …}. */
@Command(name = "disk", description = "How much a slice may keep on its nodes, and how much it does.")
final class DiskCommands {
    private static final List<String> COLUMNS =
            List.of("node", "bytes", "usedBytes", "thereBytes", "inodes", "usedInodes", "thereInodes", "own");

    private final Actions actions;

    DiskCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "Show a slice's limit, and of each sliver what is used and there, the fullest first.")
    void show(@Parameters(paramLabel = "SLICE", description = "The slice.") String slice) {
        var disk = actions.lamella().api().get(Api.path("slices", slice, "disk"));
        var lines = new ArrayList<String>();
        lines.add("each sliver may keep " + Json.text(disk, "bytes", "?") + " bytes and "
                + Json.text(disk, "inodes", "?") + " inodes");
        lines.add("");
        lines.addAll(actions.cells().table(Json.items(disk, "slivers"), COLUMNS));
        actions.lamella().answer(disk, lines);
    }

    @Command(
            description = "Give the slivers of a slice another limit, or one of them; without numbers the usual one.",
            footer = {
                "",
                "For example:",
                "  lamella disk set demo_hello --bytes 20000000000 --inodes 2000000",
                "  lamella disk set demo_hello --node node1"
            })
    void set(
            @Parameters(paramLabel = "SLICE", description = "The slice.") String slice,
            @Option(names = "--node", paramLabel = "NODE", description = "Only of the sliver on this node.")
                    Optional<String> node,
            @Option(names = "--bytes", paramLabel = "NUMBER", description = "What a sliver may keep.")
                    Optional<Long> bytes,
            @Option(
                            names = "--inodes",
                            paramLabel = "NUMBER",
                            description = "Files, folders and links; one for each 20 kB unless given.")
                    Optional<Long> inodes,
            @Option(names = "--force", description = "Even where more is in use: for disks that are made from then on.")
                    boolean force,
            @Mixin WriteOptions options) {
        var body = Json.object();
        bytes.ifPresent(number -> body.put("bytes", number));
        inodes.ifPresent(number -> body.put("inodes", number));
        if (force) {
            body.put("force", true);
        }
        var path = node.map(on -> Api.path("slices", slice, "slivers", on, "disk"))
                .orElseGet(() -> Api.path("slices", slice, "disk"));
        actions.write(
                options.put(path, body),
                disk -> List.of(slice + node.map(on -> " on " + on).orElse("") + " may keep "
                        + Json.text(disk, "bytes", "?") + " bytes and " + Json.text(disk, "inodes", "?")
                        + " inodes"));
    }
}

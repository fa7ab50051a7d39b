package org.lamella.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella slice …}, as far as it is about what root may do in slivers. */
@Command(name = "capabilities", description = "What root may do in a slice's slivers beyond the usual.")
final class CapabilitiesCommands {
    private static final String SLICE = "The slice.";

    private final Actions actions;

    CapabilitiesCommands(Actions actions) {
        this.actions = actions;
    }

    @Command(description = "Show which capabilities are granted.")
    void show(@Parameters(paramLabel = "SLICE", description = SLICE) String slice) {
        var granted = actions.lamella().api().get(Api.path("slices", slice, "capabilities"));
        actions.lamella().answer(granted, lines(granted));
    }

    @Command(
            description = "Grant capabilities to root in a slice's slivers, and take away what was granted before;"
                    + " for admins.")
    void grant(
            @Parameters(index = "0", paramLabel = "SLICE", description = SLICE) String slice,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "CAPABILITY",
                            description = "Such as CAP_NET_ADMIN; none: only the usual ones.")
                    List<String> capabilities,
            @Mixin WriteOptions options) {
        var body = Json.object();
        body.set("capabilities", Json.array(capabilities == null ? List.of() : capabilities));
        actions.write(options.put(Api.path("slices", slice, "capabilities"), body), CapabilitiesCommands::lines);
    }

    private static List<String> lines(JsonNode granted) {
        List<String> lines = granted.path("capabilities")
                .valueStream()
                .map(capability -> "granted " + capability.stringValue())
                .toList();
        return lines.isEmpty() ? List.of("only the usual ones") : lines;
    }
}

package org.lamella.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lamella quota …}. */
@Command(name = "quota", description = "What sites and slices may have, and have.")
final class QuotaCommands {
    private static final String OWNER = "A site, or a slice.";

    private final Actions actions;

    QuotaCommands(Actions actions) {
        this.actions = actions;
    }

    /** Only names of slices have an underscore. */
    private static String path(String owner) {
        return Api.path(owner.contains("_") ? "slices" : "sites", owner, "quota");
    }

    @Command(description = "Show what a site or a slice has and may have.")
    void show(@Parameters(paramLabel = "SITE|SLICE", description = OWNER) String owner) {
        var quota = actions.lamella().api().get(path(owner));
        actions.lamella().answer(quota, table(quota));
    }

    private List<String> table(JsonNode quota) {
        return actions.cells()
                .table(
                        Json.items(quota, "items"),
                        List.of("resource", "used", "allowed", "unit", "ownNumber", "enforced"));
    }

    @Command(
            description = "Set quotas; for admins.",
            footer = {"", "For example:", "  lamella quota set princeton slices=20 slivers=default"})
    void set(
            @Parameters(index = "0", paramLabel = "SITE|SLICE", description = OWNER) String owner,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "RESOURCE=N",
                            description = "How much of what, as 'quota show' names it; 'default' for what all have.")
                    Map<String, String> numbers,
            @Mixin WriteOptions options) {
        var body = Json.object();
        numbers.forEach((resource, number) -> {
            if (number.matches("\\d{1,18}")) {
                body.put(resource, Long.parseLong(number));
            } else if (number.equals("default")) {
                body.putNull(resource);
            } else {
                throw Failure.usage(resource + " must be a number or 'default', not '" + number + "'");
            }
        });
        actions.write(options.patch(path(owner), body), this::table);
    }
}

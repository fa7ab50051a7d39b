package org.lamella.slices;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.lamella.web.JsonFields;

/**
 * Reads {@code {"count": 3, "image": "debian-12", "selector": {"labels": ["ssd"]}, "spread": "site", "min": 2}} or {@code {"nodes": ["node1",
 * {"name": "node2", "image": "debian-12"}]}}.
 */
public final class PlacementFields {
    private PlacementFields() {}

    public static Placement read(JsonFields fields) {
        OptionalInt count = optional(fields.integer("count"));
        List<String> nodes = new ArrayList<>();
        Map<String, String> images = new HashMap<>();
        fields.objects("nodes", "name").orElse(List.of()).forEach(node -> {
            String name = node.text("name").orElse("");
            nodes.add(name);
            node.text("image").ifPresent(image -> images.put(name, image));
            node.refuseOthers();
        });
        Placement placement = new Placement(
                count,
                nodes,
                fields.text("image").orElse(""),
                images,
                fields.object("selector").map(PlacementFields::selector).orElse(NodeSelector.ANY),
                fields.text("spread").orElse(""),
                optional(fields.integer("min")));
        fields.refuseOthers();
        return placement;
    }

    private static NodeSelector selector(JsonFields fields) {
        NodeSelector selector = new NodeSelector(
                fields.texts("labels").orElse(List.of()),
                fields.texts("groups").orElse(List.of()),
                fields.texts("sites").orElse(List.of()),
                fields.texts("countries").orElse(List.of()),
                fields.texts("states").orElse(List.of()),
                optional(fields.integer("freeCpus")),
                fields.longInteger("freeMemoryBytes").map(OptionalLong::of).orElse(OptionalLong.empty()),
                optional(fields.integer("maxSlivers")));
        fields.refuseOthers();
        return selector;
    }

    private static OptionalInt optional(Optional<Integer> number) {
        return number.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}

package org.lamella.slices;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Where slivers are asked for: on so many nodes of the system's choice, or on these. Not checked yet.
 *
 * @param count how many
 * @param nodes their names as they were sent
 * @param image what all these slivers are to run instead of the slice's image; empty for the slice's
 * @param images what the slivers on some of these nodes are to run instead of that, by the node's name
 * @param selector which nodes the system may choose
 * @param spread {@code site} for evenly over the sites, empty for the least used nodes wherever they are
 * @param min how many are enough; all of them when it is empty
 */
public record Placement(
        OptionalInt count,
        List<String> nodes,
        String image,
        Map<String, String> images,
        NodeSelector selector,
        String spread,
        OptionalInt min) {
    public static final String OVER_SITES = "site";
    public static final Placement NOWHERE = new Placement(OptionalInt.empty(), List.of());

    public Placement {
        nodes = nodes.stream().distinct().toList();
        images = Map.copyOf(images);
    }

    public Placement(OptionalInt count, List<String> nodes) {
        this(count, nodes, "", Map.of(), NodeSelector.ANY, "", OptionalInt.empty());
    }

    public boolean isNowhere() {
        return count.isEmpty() && nodes.isEmpty();
    }

    /** On how many nodes. */
    public int asked() {
        return count.orElse(nodes.size());
    }

    /** On how many nodes at least, for anything to be done at all. */
    public int needed() {
        return min.orElse(asked());
    }

    public Placement onlyOn(List<String> names) {
        return new Placement(OptionalInt.empty(), names, image, images, NodeSelector.ANY, "", OptionalInt.empty());
    }

    public Placement withCount(int number) {
        return new Placement(OptionalInt.of(number), List.of(), image, Map.of(), selector, spread, OptionalInt.empty());
    }

    /** As many as are asked for, wherever there is room. */
    public Placement anywhere() {
        return new Placement(
                OptionalInt.of(asked()), List.of(), image, Map.of(), NodeSelector.ANY, "", OptionalInt.empty());
    }

    /** What the sliver on this node is to run instead of the slice's image; empty for the slice's. */
    public String imageOn(String node) {
        return images.getOrDefault(node, image);
    }

    /** All images that are named. */
    public List<String> namedImages() {
        return Stream.concat(Stream.of(image), images.values().stream())
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** As it stands in a request. */
    public Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        count.ifPresent(number -> body.put("count", number));
        if (!nodes.isEmpty()) {
            body.put("nodes", nodes.stream().map(this::node).toList());
        }
        if (!image.isEmpty()) {
            body.put("image", image);
        }
        if (!selector.isAny()) {
            body.put("selector", selector.body());
        }
        if (!spread.isEmpty()) {
            body.put("spread", spread);
        }
        min.ifPresent(number -> body.put("min", number));
        return body;
    }

    private Object node(String name) {
        return images.containsKey(name) ? Map.of("name", name, "image", images.get(name)) : name;
    }
}

package org.lamella.slivers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.lamella.slices.NodeSelector;
import org.lamella.slices.Placement;

/**
 * The form that adds nodes to a slice, as it was typed: nothing of it is lost when something is wrong.
 *
 * @param where a count, or names of nodes
 * @param labels {@code arch=x86_64, ssd}; as the other lists, separated by blanks or commas
 * @param spread as in {@link Placement}
 * @param min how many are enough; empty for all
 * @param image what these slivers are to run; empty for the slice's
 * @param freeMemoryGib in GiB, with a fraction where one likes
 */
record PlacementForm(
        String where,
        String labels,
        String groups,
        String sites,
        String countries,
        String states,
        String spread,
        String min,
        String image,
        String freeCpus,
        String freeMemoryGib) {
    static final PlacementForm EMPTY = new PlacementForm("", "", "", "", "", "", "", "", "", "", "");

    PlacementForm {
        where = stripped(where);
        labels = stripped(labels);
        groups = stripped(groups);
        sites = stripped(sites);
        countries = stripped(countries);
        states = stripped(states);
        spread = stripped(spread);
        min = stripped(min);
        image = stripped(image);
        freeCpus = stripped(freeCpus);
        freeMemoryGib = stripped(freeMemoryGib);
    }

    private static String stripped(String text) {
        return Objects.requireNonNullElse(text, "").strip();
    }

    Placement placement() {
        Placement plain = PlacementText.placement(where);
        NodeSelector selector = new NodeSelector(
                PlacementText.names(labels),
                PlacementText.names(groups),
                PlacementText.names(sites),
                PlacementText.names(countries),
                PlacementText.names(states),
                PlacementText.optionalCount(freeCpus),
                PlacementText.optionalGib(freeMemoryGib),
                OptionalInt.empty());
        return new Placement(
                plain.count(), plain.nodes(), image, Map.of(), selector, spread, PlacementText.optionalCount(min));
    }

    /** Whether anything was said beside how many or which. */
    public boolean isSelective() {
        return List.of(labels, groups, sites, countries, states, spread, min, image, freeCpus, freeMemoryGib).stream()
                .anyMatch(text -> !text.isEmpty());
    }
}

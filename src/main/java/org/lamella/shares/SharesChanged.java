package org.lamella.shares;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Told within the transaction that changes what slivers have: their nodes are to have it.
 *
 * @param slivers all those for which another number holds from now on, each once
 */
public record SharesChanged(List<OfSliver> slivers) {
    /** What held and what holds for one sliver. */
    public record OfSliver(Place place, Terms before, Terms after) {}

    public SharesChanged {
        slivers = List.copyOf(slivers);
    }

    /** @param before of the same slivers as {@code after} */
    static SharesChanged between(Map<Place, Terms> before, Map<Place, Terms> after) {
        List<OfSliver> changed = new ArrayList<>();
        after.forEach((place, now) -> {
            Terms was = before.getOrDefault(place, Terms.USUAL);
            if (!was.equals(now)) {
                changed.add(new OfSliver(place, was, now));
            }
        });
        return new SharesChanged(changed);
    }

    public Set<Long> slices() {
        Set<Long> slices = new HashSet<>();
        slivers.forEach(sliver -> slices.add(sliver.place().slice()));
        return slices;
    }

    public Set<Long> nodes() {
        Set<Long> nodes = new HashSet<>();
        slivers.forEach(sliver -> nodes.add(sliver.place().node()));
        return nodes;
    }

    /** For an array of SQL, in the order of {@link #nodesOf}. */
    public static Long[] slicesOf(List<OfSliver> slivers) {
        return slivers.stream().map(sliver -> sliver.place().slice()).toArray(Long[]::new);
    }

    /** For an array of SQL, in the order of {@link #slicesOf}. */
    public static Long[] nodesOf(List<OfSliver> slivers) {
        return slivers.stream().map(sliver -> sliver.place().node()).toArray(Long[]::new);
    }
}

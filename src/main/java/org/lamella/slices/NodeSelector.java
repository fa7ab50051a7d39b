package org.lamella.slices;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which nodes are meant, by what they are: those for which all of this is true. Text from outside, not checked yet.
 *
 * @param labels all of which a node has: {@code arch=x86_64}, or {@code ssd} for whatever its value is
 * @param groups any of which it is in
 * @param sites any of which it belongs to, by login base
 * @param countries any of which its site is in, two letters
 * @param states any of which it is in; only READY ones when none is named
 * @param freeCpus how many of its CPUs nobody has reserved, at least
 * @param freeMemoryBytes how much of its memory nobody has reserved, at least
 * @param maxSlivers how many slivers it holds, at most
 */
public record NodeSelector(
        List<String> labels,
        List<String> groups,
        List<String> sites,
        List<String> countries,
        List<String> states,
        OptionalInt freeCpus,
        OptionalLong freeMemoryBytes,
        OptionalInt maxSlivers) {
    public static final NodeSelector ANY = new NodeSelector(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.empty());

    public NodeSelector {
        labels = List.copyOf(labels);
        groups = List.copyOf(groups);
        sites = List.copyOf(sites);
        countries = List.copyOf(countries);
        states = List.copyOf(states);
    }

    public boolean isAny() {
        return equals(ANY);
    }

    /** As it stands in a request. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        put(body, "labels", labels);
        put(body, "groups", groups);
        put(body, "sites", sites);
        put(body, "countries", countries);
        put(body, "states", states);
        freeCpus.ifPresent(cpus -> body.put("freeCpus", cpus));
        freeMemoryBytes.ifPresent(bytes -> body.put("freeMemoryBytes", bytes));
        maxSlivers.ifPresent(slivers -> body.put("maxSlivers", slivers));
        return body;
    }

    private static void put(Map<String, Object> body, String field, List<String> values) {
        if (!values.isEmpty()) {
            body.put(field, values);
        }
    }
}

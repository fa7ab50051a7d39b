package org.lamella.agent.traffic;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the kernel has counted, by number: the rules while there are no classes, the classes since there are.
 *
 * @param out by classes, of what is sent
 * @param in by classes, of what is received
 */
record Reading(Map<Integer, Map<Way, Passed>> rules, Map<Integer, Passed> out, Map<Integer, Passed> in) {
    Reading {
        rules = Map.copyOf(rules);
        out = Map.copyOf(out);
        in = Map.copyOf(in);
    }

    boolean isShaped() {
        return !out.isEmpty() || !in.isEmpty();
    }

    /** The slivers' numbers that the kernel has something of. */
    Set<Integer> numbers() {
        Set<Integer> numbers = new HashSet<>(rules.keySet());
        out.keySet().forEach(number -> numbers.add(TrafficTree.sliver(number)));
        in.keySet().forEach(number -> numbers.add(TrafficTree.sliver(number)));
        numbers.removeIf(number -> number < TrafficTree.FIRST);
        return numbers;
    }

    Map<Integer, Long> sentByRules() {
        Map<Integer, Long> sent = new HashMap<>();
        rules.forEach((number, ways) ->
                sent.put(number, ways.getOrDefault(Way.SENT, Passed.NOTHING).bytes()));
        return sent;
    }

    Map<Integer, Long> sentByClasses() {
        Map<Integer, Long> sent = new HashMap<>();
        out.forEach((number, passed) -> sent.put(number, passed.bytes()));
        return sent;
    }

    TrafficCount count(int number, long day) {
        return TrafficCount.of(
                of(number, Way.SENT),
                of(number, Way.EXEMPT_SENT),
                of(number, Way.RECEIVED),
                of(number, Way.EXEMPT_RECEIVED),
                day);
    }

    private Passed of(int number, Way way) {
        int exempt = number | TrafficTree.EXEMPT_BIT;
        Passed queued = switch (way) {
            case SENT -> out.get(number);
            case EXEMPT_SENT -> out.get(exempt);
            case RECEIVED -> in.get(number);
            case EXEMPT_RECEIVED -> in.get(exempt);
        };
        Passed ruled = rules.getOrDefault(number, Map.of()).getOrDefault(way, Passed.NOTHING);
        return queued == null ? ruled : ruled.plus(queued);
    }
}

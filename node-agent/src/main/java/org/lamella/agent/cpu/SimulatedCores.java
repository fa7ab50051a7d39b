package org.lamella.agent.cpu;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which cores slivers would have on a node of so many: by the same rule as {@link PinnedCores}, and nothing runs on them. */
public final class SimulatedCores {
    private final Cores all;
    private CpuCores.Given given;

    public SimulatedCores(int count) {
        this.all = Cores.of(IntStream.range(0, count).boxed().toList());
        this.given = new CpuCores.Given(Map.of(), all, Map.of());
    }

    /** @param wanted how many each sliver that is to run wants, in place of what they wanted; 0, or not there: none */
    public synchronized void wish(Map<String, Integer> wanted) {
        Map<String, Integer> some = wanted.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<String, Cores> held = new HashMap<>(given.own());
        held.keySet().retainAll(some.keySet());
        given = CpuCores.give(all, some, held);
    }

    /** Those that are a sliver's own, such as {@code 0-1,4}; empty: none. */
    public synchronized String of(String slice) {
        return given.own().getOrDefault(slice, Cores.NONE).toString();
    }

    /** Why a sliver does not have the cores that it wants; empty where it has. */
    public synchronized String trouble(String slice) {
        return given.refused().getOrDefault(slice, "");
    }
}

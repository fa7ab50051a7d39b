package org.lamella.agent.traffic;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** What the kernel refused, in its words, by the slices that it concerns; of each the first. Not thread-safe. */
final class ShapingRefusals {
    private final TrafficWish wish;
    private final Map<Integer, String> slices = new HashMap<>();
    private final Map<String, String> words = new TreeMap<>();

    ShapingRefusals(TrafficWish wish, ToIntFunction<String> number) {
        this.wish = wish;
        wish.promises().keySet().forEach(slice -> slices.put(number.applyAsInt(slice), slice));
    }

    void of(String slice, String said) {
        words.putIfAbsent(slice, said);
    }

    /** A class that is no sliver's is everybody's who needs classes. */
    void ofClass(int number, String said) {
        String slice = slices.get(TrafficTree.sliver(number));
        Set<String> concerned = slice == null ? wish.concerned() : Set.of(slice);
        concerned.forEach(each -> of(each, said));
    }

    void ofAll(String said) {
        wish.concerned().forEach(each -> of(each, said));
    }

    Map<String, String> words() {
        return words;
    }
}

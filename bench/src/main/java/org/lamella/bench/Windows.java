package org.lamella.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each of several slivers got, in one window of time after another.
 *
 * @param windows of each, what each got in a second, by name
 */
record Windows(List<Map<String, Double>> windows) {
    /** What grows while a sliver gets something. */
    interface Counter {
        double of(String sliver) throws IOException;
    }

    /** Windows that follow one another. */
    static Windows take(Collection<String> slivers, Counter counter, int count, Duration length)
            throws IOException, InterruptedException {
        List<Map<String, Double>> windows = new ArrayList<>();
        for (int window = 0; window < count; window++) {
            windows.add(window(slivers, counter, length));
        }
        return new Windows(windows);
    }

    private static Map<String, Double> window(Collection<String> slivers, Counter counter, Duration length)
            throws IOException, InterruptedException {
        Map<String, Double> before = new LinkedHashMap<>();
        long begin = System.nanoTime();
        for (String sliver : slivers) {
            before.put(sliver, counter.of(sliver));
        }
        Thread.sleep(length);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Double> got = new LinkedHashMap<>();
        for (String sliver : slivers) {
            got.put(sliver, (counter.of(sliver) - before.get(sliver)) / seconds);
        }
        return got;
    }

    Samples of(String sliver) {
        return new Samples(windows.stream().map(window -> window.get(sliver)).toList());
    }

    /** What each of the others got: as many values of a window as there are others. */
    Samples others(String sliver) {
        return new Samples(windows.stream()
                .flatMap(window -> window.entrySet().stream()
                        .filter(got -> !got.getKey().equals(sliver))
                        .map(Map.Entry::getValue))
                .toList());
    }

    Samples all() {
        return new Samples(windows.stream().map(Windows::sum).toList());
    }

    /** Percent of what these got together; nothing, where that is nothing. */
    Samples part(String sliver, Collection<String> among) {
        return new Samples(windows.stream()
                .map(window -> part(
                        window.get(sliver),
                        among.stream().mapToDouble(window::get).sum()))
                .toList());
    }

    private static double part(double one, double all) {
        return all == 0 ? 0 : 100 * one / all;
    }

    private static double sum(Map<String, Double> window) {
        return window.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}

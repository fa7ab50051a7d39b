package org.lamella.agent.disk;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a disk does at most, from which the kernel's {@code io.cost} tells what a request costs it (the kernel's {@code cgroup-v2.rst},
 * "IO Interface Files").
 *
 * @param most of each {@link Rate}, a second; at least 1
 */
record CostModel(Map<Rate, Long> most) {
    /** What can be asked of a disk, in the kernel's order. */
    enum Rate {
        /** Bytes. */
        RBPS,
        /** Requests of one page, one after the other. */
        RSEQIOPS,
        /** Requests of one page, anywhere. */
        RRANDIOPS,
        /** Bytes. */
        WBPS,
        WSEQIOPS,
        WRANDIOPS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String LINEAR = "ctrl=user model=linear ";
    private static final double MEGABYTE = 1e6;
    private static final double REQUESTS = 8;
    private static final Duration LEAST_LATENCY = Duration.ofMillis(5);
    private static final Duration MOST_LATENCY = Duration.ofMillis(100);

    CostModel {
        most = Map.copyOf(most);
        for (Rate rate : Rate.values()) {
            if (most.getOrDefault(rate, 0L) < 1) {
                throw new IllegalArgumentException("a disk's " + rate.word() + " must be at least 1");
            }
        }
    }

    /** As {@link #line} writes it; what else is in it is passed over. */
    static CostModel parse(String line) {
        Map<Rate, Long> most = new LinkedHashMap<>();
        for (String part : line.strip().split("\\s+", -1)) {
            for (Rate rate : Rate.values()) {
                String key = rate.word() + "=";
                if (part.startsWith(key)) {
                    most.put(rate, Long.valueOf(part.substring(key.length())));
                }
            }
        }
        return new CostModel(most);
    }

    /** As {@code io.cost.model} takes it, without the disk. */
    String line() {
        return Stream.of(Rate.values())
                .map(rate -> rate.word() + "=" + most.get(rate))
                .collect(Collectors.joining(" ", LINEAR, ""));
    }

    /**
     * How long a request may take while the disk keeps up: as long as some few others before it. When more of them take longer the
     * kernel takes the disk to be slower than measured, and sends it less. Asked for less, a disk's queue runs empty; for more, requests wait in the disk,
     * where nobody's weight counts.
     */
    Duration latency() {
        double seconds = List.of(
                        MEGABYTE / most.get(Rate.RBPS),
                        MEGABYTE / most.get(Rate.WBPS),
                        REQUESTS / most.get(Rate.RRANDIOPS),
                        REQUESTS / most.get(Rate.WRANDIOPS))
                .stream()
                .max(Double::compare)
                .orElseThrow();
        Duration latency =
                Duration.ofNanos(Math.round(seconds * Duration.ofSeconds(1).toNanos()));
        if (latency.compareTo(LEAST_LATENCY) < 0) {
            return LEAST_LATENCY;
        }
        return latency.compareTo(MOST_LATENCY) > 0 ? MOST_LATENCY : latency;
    }
}

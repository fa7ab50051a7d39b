package org.lamella.agent.cpu;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A scheduler that follows weights as badly as a real one on several CPUs does: each sliver gets more or less than its weight
 * by a bias of its own, always the same way.
 */
final class SimulatedScheduler implements CpuGroups {
    private final int cpus;
    private final Map<String, Runner> runners = new LinkedHashMap<>();

    private final Map<String, Integer> reads = new HashMap<>();

    /** CPUs that processes of the host's own take. */
    double host;

    SimulatedScheduler(int cpus) {
        this.cpus = cpus;
    }

    /** One that starts ever new processes, which the kernel puts on every CPU before it sees what they weigh. */
    private String forker = "";

    void forks(String sliver) {
        forker = sliver;
    }

    private static final class Runner {
        private int threads;
        private final double bias;
        private double weight = 1;
        private double cap = Double.POSITIVE_INFINITY;
        private double used;
        private double waited;

        Runner(int threads, double bias) {
            this.threads = threads;
            this.bias = bias;
        }
    }

    /** @param bias 0.1: gets a tenth more than its weight is worth */
    void add(String sliver, int threads, double bias) {
        runners.put(sliver, new Runner(threads, bias));
    }

    void setThreads(String sliver, int threads) {
        runners.get(sliver).threads = threads;
    }

    int reads(String sliver) {
        return reads.getOrDefault(sliver, 0);
    }

    double used(String sliver) {
        return runners.get(sliver).used;
    }

    /** Lets time pass: those that could run split what there is by their weights, nobody runs more threads than it has. */
    void pass(Duration time) {
        double seconds = time.toNanos() / 1e9;
        Map<Runner, Double> got = new HashMap<>();
        double rest = cpus - host;
        Map<Runner, Double> open = new HashMap<>();
        runners.values().stream()
                .filter(one -> one.threads > 0)
                .forEach(one -> open.put(one, one.weight * (1 + one.bias)));
        while (!open.isEmpty()) {
            double sum = open.values().stream().mapToDouble(Double::doubleValue).sum();
            double level = rest / sum;
            var full = open.entrySet().stream()
                    .filter(entry -> most(entry.getKey()) <= entry.getValue() * level)
                    .map(Map.Entry::getKey)
                    .toList();
            if (full.isEmpty()) {
                open.forEach((one, weight) -> got.put(one, weight * level));
                break;
            }
            for (Runner one : full) {
                got.put(one, most(one));
                rest -= most(one);
                open.remove(one);
            }
        }
        got.forEach((one, rate) -> {
            one.used += rate * seconds;
            one.waited += Math.min(1, Math.max(0, one.threads - rate)) * seconds;
        });
    }

    private double most(Runner one) {
        double most = Math.min(one.cap, Math.min(one.threads, cpus));
        Runner other = runners.get(forker);
        return other == null || other == one ? most : most * one.weight / (one.weight + other.weight / cpus);
    }

    @Override
    public int cpus() {
        return cpus;
    }

    @Override
    public boolean countsWaiting() {
        return true;
    }

    @Override
    public CpuReading read(String sliver, CpuReading last) {
        reads.merge(sliver, 1, Integer::sum);
        Runner one = runners.get(sliver);
        return new CpuReading(duration(one.used), duration(one.waited));
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    @Override
    public void weigh(String sliver, double part) {
        runners.get(sliver).weight = part;
    }

    @Override
    public void cap(String sliver, OptionalDouble most) {
        runners.get(sliver).cap = most.orElse(Double.POSITIVE_INFINITY);
    }
}

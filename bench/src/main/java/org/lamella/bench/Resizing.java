package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import tools.jackson.databind.JsonNode;

/**
 * From the answer to a change of what a busy sliver has until it is in force: in the kernel's own files and classes, and as the REST
 * API says it. Two values in turn. Arguments: the command line's configuration, the agent's process
 * id, the results file. Expects one node, {@code node1}.
 */
final class Resizing {
    private static final String NODE = "node1";
    private static final String SLICE = "demo_busy";
    /** Takes CPU time from it, or its share would have nothing to be a share of. */
    private static final String NEIGHBOUR = "demo_beside";

    private static final int CPUS = Runtime.getRuntime().availableProcessors();
    private static final int RUNS = 20;
    private static final int WARM_UPS = 2;
    private static final long LONGEST_SECONDS = 30;
    private static final long MEBI = 1L << 20;
    private static final long MEGA = 1_000_000;
    private static final String AIM = "< 2000";

    private final Rest rest;
    private final SliverInKernel busy;
    private final SliverInKernel beside;
    private final Results results;

    private Resizing(Rest rest, SliverInKernel busy, SliverInKernel beside, Results results) {
        this.rest = rest;
        this.busy = busy;
        this.beside = beside;
        this.results = results;
    }

    public static void main(String[] arguments) throws Exception {
        Rest rest = new Rest(Path.of(arguments[0]));
        long agent = Long.parseLong(arguments[1]);
        Results results = new Results(Path.of(arguments[2]));
        SliverInKernel busy = run(rest, SLICE, agent);
        SliverInKernel beside = run(rest, NEIGHBOUR, agent);
        long born = busy.startTicks();
        new Resizing(rest, busy, beside, results).all();
        if (busy.startTicks() != born) {
            throw new IOException("the busy sliver's process is another one than at the beginning");
        }
        results.write();
    }

    private static SliverInKernel run(Rest rest, String slice, long agent) throws IOException, InterruptedException {
        // One more loop than there are CPUs in half of the node: alone, each would have all it wants, whatever it
        // weighs.
        String loop = "sh -c 'while :; do :; done' " + slice;
        String script = "#!/bin/sh\\n" + (loop + " &\\n").repeat(CPUS / 2) + "exec " + loop + "\\n";
        String path = "/api/v1/slices/" + slice;
        rest.post("/api/v1/slices", "{\"name\":\"" + slice + "\"}");
        rest.send("PATCH", path, "{\"initscript\":\"" + script + "\"}");
        rest.post(path + "/slivers", "{\"nodes\":[\"" + NODE + "\"]}");
        JsonNode seen = rest.get(path + "/slivers?wait=60s");
        if (!seen.path("items").path(0).path("state").asString("").equals("RUNNING")) {
            throw new IOException(slice + " does not run: " + seen);
        }
        return SliverInKernel.await("sh -c while :; do :; done " + slice, agent);
    }

    /** What says in the kernel that a change is in force. */
    private interface InKernel {
        boolean says() throws IOException;
    }

    /**
     * What is changed.
     *
     * @param path and body: the request
     * @param field of what is applied
     * @param applied what it has to say
     */
    private record Change(String method, String path, String body, String field, long applied, InKernel kernel) {}

    private void all() throws Exception {
        String sliver = "/api/v1/slices/" + SLICE + "/slivers/" + NODE;
        measure("CPU share", run -> {
            long share = run % 2 == 0 ? 4 : 1;
            return new Change(
                    "PATCH",
                    sliver + "/shares",
                    "{\"cpuShare\":" + share + "}",
                    "cpuShare",
                    share,
                    () -> outweighs(2.0) == (share == 4));
        });
        rest.send("PATCH", sliver + "/shares", "{\"cpuShare\":1}");
        measure("CPU reservation", run -> {
            long percent = run % 2 == 0 ? 50 : 5;
            return new Change(
                    "PUT",
                    sliver + "/reservation",
                    "{\"cpuPercent\":" + percent + "}",
                    "cpuPercent",
                    percent,
                    () -> outweighs(2.0) == (percent == 50));
        });
        measure("memory limit", run -> {
            long bytes = (run % 2 == 0 ? 256 : 512) * MEBI;
            return new Change(
                    "PUT",
                    "/api/v1/slices/" + SLICE + "/limits",
                    "{\"memoryBytes\":" + bytes + "}",
                    "memoryLimitBytes",
                    bytes,
                    () -> busy.memoryLimit() == bytes);
        });
        measure("processes limit", run -> {
            long processes = run % 2 == 0 ? 500 : 600;
            return new Change(
                    "PUT",
                    "/api/v1/slices/" + SLICE + "/limits",
                    "{\"processes\":" + processes + "}",
                    "processes",
                    processes,
                    () -> busy.processesLimit() == processes);
        });
        measure("network ceiling", run -> {
            long megabits = run % 2 == 0 ? 17 : 23;
            return new Change(
                    "PATCH",
                    sliver + "/shares",
                    "{\"networkCeilingBits\":" + megabits * MEGA + "}",
                    "networkCeilingBits",
                    megabits * MEGA,
                    () -> busy.hasCeiling(megabits));
        });
    }

    /** How many times the neighbour's weight the busy one's is: both want all they can get. */
    private boolean outweighs(double times) throws IOException {
        return busy.cpuWeight() > times * beside.cpuWeight();
    }

    private void measure(String what, LongFunction<Change> changes) throws Exception {
        List<Double> kernel = new ArrayList<>();
        List<Double> told = new ArrayList<>();
        for (long run = 0; run < WARM_UPS + RUNS; run++) {
            Took took = change(changes.apply(run));
            if (run >= WARM_UPS) {
                kernel.add(took.kernelMillis());
                told.add(took.toldMillis());
            }
        }
        results.addSamples(what + ", answer to kernel", new Samples(kernel), "ms", AIM);
        results.addSamples(what + ", answer to applied", new Samples(told), "ms", AIM);
    }

    private record Took(double kernelMillis, double toldMillis) {}

    private Took change(Change change) throws Exception {
        rest.send(change.method(), change.path(), change.body());
        long answered = System.nanoTime();
        try (ExecutorService watchers = Executors.newFixedThreadPool(2)) {
            Future<Double> kernel = watchers.submit(() -> millisUntil(answered, change, change.kernel()));
            Future<Double> told = watchers.submit(() -> millisUntil(answered, change, () -> isApplied(change)));
            return new Took(kernel.get(), told.get());
        }
    }

    private static double millisUntil(long answered, Change change, InKernel condition) throws Exception {
        while (!condition.says()) {
            if (System.nanoTime() - answered > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
                throw new IOException(
                        change.body() + " is not in force " + LONGEST_SECONDS + " s after it was answered");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return (System.nanoTime() - answered) / 1e6;
    }

    private boolean isApplied(Change change) throws IOException {
        try {
            JsonNode resources = rest.get("/api/v1/slices/" + SLICE + "/slivers/" + NODE + "/resources");
            return resources.path("inForce").booleanValue()
                    && resources.path("applied").path(change.field()).asLong() == change.applied();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * From the HTTP request for a slice to its sliver seen RUNNING over HTTP, for one sliver and for a hundred on one node; and
 * what the agent and an idle sliver weigh. Arguments: the command line's configuration, the agent's process id, the
 * results file. Expects one node.
 */
final class RequestToRunning {
    private static final int WARM_UPS = 5;
    private static final int SINGLE_RUNS = 30;
    private static final int MANY = 100;
    private static final int MANY_RUNS = 3;
    /** A script that asks for a hundred slices has a few requests under way at once. */
    private static final int CLIENTS = 8;

    private final Rest rest;

    private RequestToRunning(Rest rest) {
        this.rest = rest;
    }

    public static void main(String[] arguments) throws Exception {
        RequestToRunning bench = new RequestToRunning(new Rest(Path.of(arguments[0])));
        long agent = Long.parseLong(arguments[1]);
        Results results = new Results(Path.of(arguments[2]));
        bench.single(results);
        bench.weighIdle(results, agent);
        bench.many(results, agent);
        results.write();
    }

    private void single(Results results) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int run = 0; run < WARM_UPS + SINGLE_RUNS; run++) {
            double took = create("demo_one" + run);
            delete("demo_one" + run);
            if (run >= WARM_UPS) {
                millis.add(took);
            }
        }
        results.addSamples("1 sliver, request to RUNNING", new Samples(millis), "ms", "< 150");
    }

    private void many(Results results, long agent) throws Exception {
        List<Double> whole = new ArrayList<>();
        List<Double> each = new ArrayList<>();
        for (int run = 0; run < MANY_RUNS; run++) {
            List<String> names = names(run);
            long begin = System.nanoTime();
            each.addAll(createAll(names));
            whole.add(seconds(begin));
            if (run == MANY_RUNS - 1) {
                weigh(results, agent);
            }
            deleteAll(names);
        }
        results.addSamples(MANY + " slivers, all RUNNING", new Samples(whole), "s", "< 8");
        results.addSamples(MANY + " slivers, each from its request", new Samples(each), "ms", "");
    }

    private void weighIdle(Results results, long agent) throws IOException, InterruptedException {
        create("demo_idle");
        results.add("agent, resident, 1 idle sliver", status(agent, "VmRSS") / 1024, "MB", "< 128", "VmRSS");
        delete("demo_idle");
    }

    private void weigh(Results results, long agent) throws IOException {
        results.add(
                "agent, resident, " + MANY + " slivers just made",
                status(agent, "VmRSS") / 1024,
                "MB",
                "< 128",
                "VmRSS");
        List<Double> inits = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.filter(RequestToRunning::isIdleInit).toList()) {
                inits.add(status(Long.parseLong(process.getFileName().toString()), "VmRSS"));
            }
        }
        results.addSamples("idle sliver's one process, resident", new Samples(inits), "kB", "");
    }

    private static boolean isIdleInit(Path process) {
        try {
            return process.getFileName().toString().matches("[0-9]+")
                    && Files.readString(process.resolve("cmdline"))
                            .replace('\0', ' ')
                            .strip()
                            .equals("/dev/init -P");
        } catch (IOException gone) {
            return false;
        }
    }

    private static double status(long pid, String field) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(each -> each.startsWith(field + ":"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.replaceAll("[^0-9]", ""));
    }

    private List<Double> createAll(List<String> names) throws Exception {
        return inParallel(names, this::create);
    }

    private void deleteAll(List<String> names) throws Exception {
        inParallel(names, name -> {
            delete(name);
            return 0.0;
        });
    }

    private interface Work {
        double on(String name) throws IOException, InterruptedException;
    }

    private static List<Double> inParallel(List<String> names, Work work) throws Exception {
        List<Double> found = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Double>> futures = names.stream()
                    .map(name -> clients.submit(() -> work.on(name)))
                    .toList();
            for (Future<Double> future : futures) {
                found.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        return found;
    }

    /** @return milliseconds until RUNNING was seen */
    private double create(String name) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        rest.post("/api/v1/slices", "{\"name\":\"" + name + "\",\"slivers\":{\"count\":1}}");
        JsonNode seen = rest.get("/api/v1/slices/" + name + "/slivers?wait=60s");
        double took = seconds(begin) * 1000;
        JsonNode sliver = seen.path("items").path(0);
        if (!sliver.path("state").asString("").equals("RUNNING")) {
            throw new IOException(name + " does not run: " + sliver);
        }
        return took;
    }

    private void delete(String name) throws IOException, InterruptedException {
        rest.delete("/api/v1/slices/" + name);
        while (rest.exists("/api/v1/slices/" + name + "/slivers?wait=30s")) {
            Thread.onSpinWait();
        }
    }

    private static List<String> names(int run) {
        return Stream.iterate(0, each -> each + 1)
                .limit(MANY)
                .map(each -> "demo_many" + run + "x" + each)
                .toList();
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}

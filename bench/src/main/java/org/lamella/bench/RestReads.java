package org.lamella.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * Authenticated {@code GET /api/v1/slices/{name}} in a second, against pgbench doing the very statements that such a request
 * takes, on the same server, in turn. Arguments: the command line's configuration, the control plane's {@code postgres}
 * folder, pgbench, a folder to work in, the results file.
 */
final class RestReads {
    private static final int SLICES = 10;
    private static final List<Integer> CONNECTIONS = List.of(2, 4, 8, 16, 32);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration SEARCH = Duration.ofSeconds(3);
    private static final Duration ROUND = Duration.ofSeconds(6);
    private static final int ROUNDS = 7;
    /** More connections that win less than this only wait for each other. */
    private static final double WORTH = 1.1;

    private final Rest rest;
    private final KeepAliveLoad load;
    private final StatementLog log;
    private final PgBench pgbench;

    /** How fast it goes with so many connections. */
    private interface Load {
        double perSecond(int connections) throws IOException, InterruptedException, ExecutionException;
    }

    private RestReads(Path config, Path postgres, String program, Path work) throws IOException {
        rest = new Rest(config);
        load = new KeepAliveLoad(
                URI.create(rest.server()),
                rest.token(),
                IntStream.range(0, SLICES).mapToObj(RestReads::path).toList());
        log = new StatementLog(postgres);
        pgbench = new PgBench(program, postgres, work);
    }

    public static void main(String[] arguments) throws Exception {
        RestReads bench =
                new RestReads(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], Path.of(arguments[3]));
        Files.deleteIfExists(Path.of(arguments[4]));
        Results results = new Results(Path.of(arguments[4]));
        bench.prepare(results);
        bench.measure(results);
        results.write();
    }

    private static String path(int number) {
        return "/api/v1/slices/" + name(number);
    }

    private static String name(int number) {
        return "demo_bench" + number;
    }

    private void prepare(Results results) throws Exception {
        for (int number = 0; number < SLICES; number++) {
            rest.post(
                    "/api/v1/slices",
                    "{\"name\": \"%s\", \"description\": \"For the benchmark\"}".formatted(name(number)));
        }
        load.run(8, WARM_UP);
        int statements = 0;
        for (int number = 0; number < SLICES; number++) {
            int slice = number;
            List<StatementLog.Statement> all = log.during(() -> rest.get(path(slice)));
            List<StatementLog.Statement> ofRequest = ofRequest(all, name(number));
            pgbench.add(name(number), ofRequest);
            statements = ofRequest.size();
        }
        results.add("statements of a request", statements, "", "", "from the server's log");
    }

    /** Those transactions that ask for the token or the slice: the control plane does other things meanwhile. */
    private static List<StatementLog.Statement> ofRequest(List<StatementLog.Statement> all, String slice) {
        Map<String, List<StatementLog.Statement>> open = new LinkedHashMap<>();
        List<StatementLog.Statement> ours = new ArrayList<>();
        for (StatementLog.Statement statement : all) {
            List<StatementLog.Statement> unit = open.computeIfAbsent(statement.process(), process -> new ArrayList<>());
            unit.add(statement);
            if (!unit.getFirst().begins() || statement.ends()) {
                open.remove(statement.process());
                if (unit.stream()
                        .anyMatch(one -> one.values().values().stream()
                                .anyMatch(value -> value.equals(slice) || value.matches("\\\\x[0-9a-f]{64}")))) {
                    ours.addAll(unit);
                }
            }
        }
        return ours;
    }

    private void measure(Results results) throws Exception {
        int clients = fastest(connections -> load.run(connections, SEARCH).perSecond());
        int sessions = fastest(connections -> pgbench.run(connections, SEARCH));
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        List<Double> worst = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            KeepAliveLoad.Run run = load.run(clients, ROUND);
            ours.add(run.perSecond());
            medians.add(run.millis().median());
            worst.add(run.millis().quantile(0.99));
            theirs.add(pgbench.run(sessions, ROUND));
        }
        results.add(
                "connections",
                clients,
                "",
                "",
                "the fewest of " + CONNECTIONS + " that go as fast, to a tenth; pgbench: " + sessions);
        results.addSamples("GET /api/v1/slices/{name}", new Samples(ours), "1/s", "");
        results.addSamples("pgbench, the same statements", new Samples(theirs), "1/s", "");
        results.addSamples("p50 of a request, by round", new Samples(medians), "ms", "");
        results.addSamples("p99 of a request, by round", new Samples(worst), "ms", "< 20");
        results.addSamples("REST / pgbench, round by round", Samples.ratios(ours, theirs), "", ">= 0.4");
    }

    private static int fastest(Load load) throws Exception {
        int best = CONNECTIONS.getFirst();
        double most = 0;
        for (int connections : CONNECTIONS) {
            double rate = load.perSecond(connections);
            System.err.printf("%d connections: %.0f/s%n", connections, rate);
            if (rate > most * WORTH) {
                most = rate;
                best = connections;
            }
        }
        return best;
    }
}

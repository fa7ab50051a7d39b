package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Figure 7 of the VServer paper: what 1, 2, 4 and 8 slivers do together, each with a PostgreSQL and a pgbench of its own, and as many
 * servers on the host without any walls, in turn. Commits are written through to the disk, as they are by default.
 */
final class PostgresFigure {
    /** How a figure of this part begins: the plot finds it by that. */
    static final String METRIC = "PostgreSQL and pgbench, %d in all, %s";

    private static final String SLIVERS = "in slivers";
    private static final String HOST = "plain on the host";

    /** The lines of the figure. */
    static final List<String> WHERE = List.of(SLIVERS, HOST);

    static final List<Integer> TOGETHER = List.of(1, 2, 4, 8);

    private static final int ROUNDS = Pace.USUAL.rounds(3);
    private static final int SECONDS = Pace.USUAL.seconds(5);
    private static final int SCALE = 2;
    private static final String SETTINGS =
            "-c listen_addresses= -c shared_buffers=32MB -c jit=off -c dynamic_shared_memory_type=mmap -c checkpoint_timeout=30min";

    private final BenchNode node;
    private final Path root;

    /** @param node whose image was made of that root */
    PostgresFigure(BenchNode node, Path root) {
        this.node = node;
        this.root = root;
    }

    void measure(Results results) throws Exception {
        List<Server> slivers = numbers()
                .mapToObj(number -> new Server(Place.sliver(node, slice(number)), number))
                .toList();
        List<Server> host = numbers()
                .mapToObj(number -> new Server(Place.host(root), number))
                .toList();
        node.apply(numbers()
                .mapToObj(number -> node.ownSliver(slice(number), number))
                .toList());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all(threads, slivers, Server::start);
            all(threads, host, Server::start);
            for (int together : TOGETHER) {
                compare(threads, slivers.subList(0, together), host.subList(0, together), results);
            }
        } finally {
            for (Server server : host) {
                server.stop();
            }
        }
        node.apply(List.of());
    }

    private static IntStream numbers() {
        return IntStream.rangeClosed(1, TOGETHER.getLast());
    }

    private static String slice(int number) {
        return "demo_pg" + number;
    }

    private static void compare(ExecutorService threads, List<Server> slivers, List<Server> host, Results results)
            throws IOException, InterruptedException {
        List<Double> inside = new ArrayList<>();
        List<Double> outside = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            inside.add(sum(all(threads, slivers, Server::transactions)));
            outside.add(sum(all(threads, host, Server::transactions)));
        }
        int together = slivers.size();
        results.add(METRIC.formatted(together, SLIVERS), new Samples(inside), "tps", "", "together");
        results.add(METRIC.formatted(together, HOST), new Samples(outside), "tps", "", "together");
        results.add(
                "%d, slivers / host".formatted(together),
                Samples.ratios(inside, outside),
                "",
                "",
                "throughput, in pairs");
    }

    private static double sum(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).sum();
    }

    private interface Work {
        double of(Server server) throws Exception;
    }

    /** All at once. */
    private static List<Double> all(ExecutorService threads, List<Server> servers, Work work)
            throws IOException, InterruptedException {
        List<Double> found = new ArrayList<>();
        List<Callable<Double>> tasks = servers.stream()
                .map(server -> (Callable<Double>) () -> work.of(server))
                .toList();
        for (Future<Double> task : threads.invokeAll(tasks)) {
            try {
                found.add(task.get());
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
        return found;
    }

    /** One PostgreSQL, whose socket and data are in a folder of its own. */
    private record Server(Place place, int number) {
        private String folder() {
            return "/tmp/pg" + number;
        }

        private Trial asPostgres(String name, String command) {
            return new Trial(name, "su postgres -c '" + command + "' </dev/null 2>&1");
        }

        /** @return 1, which says that it runs */
        double start() throws IOException, InterruptedException {
            String data = folder() + "/data";
            Trial begin = asPostgres(
                    "a start of PostgreSQL",
                    "umask 077 && initdb -D %s --locale=C --encoding=UTF8 --auth=trust --no-sync --no-instructions >%s/log"
                                    .formatted(data, folder())
                            + " && pg_ctl -D %s -w -l %s/log -o \"-k %s %s\" start >/dev/null"
                                    .formatted(data, folder(), folder(), SETTINGS)
                            + " && pgbench -i -q -s %d -h %s postgres 2>/dev/null >&2 && echo rate 1"
                                    .formatted(SCALE, folder()));
            return begin.rate(
                    place.output("mkdir %s && chown postgres %s && %s".formatted(folder(), folder(), begin.script())));
        }

        double transactions() throws IOException, InterruptedException {
            Trial trial = asPostgres(
                    "pgbench",
                    "pgbench -n -c 2 -T %d -h %s postgres 2>&1 | sed -n \"s/^tps = \\([0-9.]*\\).*/rate \\1/p\""
                            .formatted(SECONDS, folder()));
            return trial.rate(place.output(trial.script()));
        }

        void stop() throws IOException, InterruptedException {
            place.output(asPostgres("", "pg_ctl -D %s/data -m immediate stop".formatted(folder()))
                    .script());
        }
    }
}

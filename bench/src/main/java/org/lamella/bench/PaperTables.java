package org.lamella.bench;

import java.nio.file.Path;
import java.util.List;
import org.lamella.agent.host.Precedence;

/**
 * The tables of the VServer paper. Arguments: a folder to work in, the results file, a folder with a root for programs that
 * measure, a tar of the same, and which parts: {@code cpu}, {@code network}, {@code kernel}, {@code isolation}; all when none is named. To be
 * started in a network namespace of its own.
 */
final class PaperTables {
    private PaperTables() {}

    public static void main(String[] arguments) throws Exception {
        Precedence.take();
        List<String> parts = List.of(arguments).subList(4, arguments.length);
        Results results = new Results(Path.of(arguments[1]));
        try (BenchNode node = new BenchNode(
                Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[3]).toAbsolutePath())) {
            if (parts.isEmpty() || parts.contains("cpu")) {
                new CpuTables(node, results).measure();
            }
            if (parts.isEmpty() || parts.contains("network")) {
                NetworkTables.measure(Path.of(arguments[0]).toAbsolutePath().resolve("network"), results);
            }
            if (parts.isEmpty() || parts.contains("kernel")) {
                new KernelTable(node, Path.of(arguments[2])).measure(results);
            }
            if (parts.isEmpty() || parts.contains("isolation")) {
                new Isolation(node).measure(results);
            }
        }
        results.write();
        System.exit(0);
    }
}

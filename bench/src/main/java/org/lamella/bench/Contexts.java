package org.lamella.bench;

import java.nio.file.Path;

/**
 * Contexts beside those of others, and very many of them. Arguments: a folder to work in, one in which what the others need is
 * prepared, the results file. To be started in a network namespace of its own.
 */
final class Contexts {
    private Contexts() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Results results = new Results(Path.of(arguments[2]));
        try (BenchNode node = new BenchNode(home)) {
            new FirstInstruction(home, node).measure(Path.of(arguments[1]).toAbsolutePath(), results);
            new Density(node).measure(results);
        }
        results.write();
        System.exit(0);
    }
}

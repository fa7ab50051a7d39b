package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a benchmark found: a table for people, a JSON list for programs. Several programs may add to one file; a part of a
 * benchmark that is measured again takes the place of what it found before.
 */
final class Results {
    /** The metric by which a part says when and on what machine it was measured. */
    static final String BEGUN = "load when it began";

    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final Path KERNEL = Path.of("/proc/sys/kernel/osrelease");

    private final Path file;
    private final List<Result> results = new ArrayList<>();
    private String part = "";

    Results(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            results.addAll(JsonMapper.shared().readValue(Files.readString(file), new TypeReference<List<Result>>() {}));
        }
    }

    List<Result> all() {
        return List.copyOf(results);
    }

    /** What is added from here on belongs to this part; what it found before is forgotten. */
    void begin(String name) throws IOException {
        results.removeIf(result -> result.part().equals(name));
        part = name;
        System.out.printf("%n%s%n", name);
        add(
                BEGUN,
                Double.parseDouble(Files.readString(LOAD).split(" ", 2)[0]),
                "",
                "",
                "%s, %d cores, kernel %s"
                        .formatted(
                                LocalDate.now(ZoneOffset.UTC),
                                Runtime.getRuntime().availableProcessors(),
                                Files.readString(KERNEL).strip()));
    }

    void add(String metric, double value, String unit, String aim, String note) {
        add(metric, value, unit, aim, note, List.of());
    }

    /** Median, with the spread. */
    void add(String metric, Samples samples, String unit, String aim, String note) {
        String spread = "%d, %.2f to %.2f".formatted(samples.count(), samples.smallest(), samples.largest());
        add(metric, samples.median(), unit, aim, note.isEmpty() ? spread : note + ": " + spread, spread(samples));
    }

    /** Median with its p95, and the spread. */
    void addSamples(String metric, Samples samples, String unit, String aim) {
        String note = "%d runs, %.1f to %.1f".formatted(samples.count(), samples.smallest(), samples.largest());
        add(metric + ", median", samples.median(), unit, aim, note, spread(samples));
        add(metric + ", p95", samples.p95(), unit, "", note);
    }

    private static List<Double> spread(Samples samples) {
        return List.of(rounded(samples.smallest()), rounded(samples.largest()));
    }

    private void add(String metric, double value, String unit, String aim, String note, List<Double> spread) {
        Result result = new Result(part, metric, rounded(value), unit, aim, note, spread);
        results.add(result);
        System.out.printf(
                "%-68s %10.2f %-6s %-10s %s%n", metric, result.value(), unit, aim.isEmpty() ? "" : "aim " + aim, note);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(results));
    }
}

package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a benchmark found: a table for people, a JSON list for programs. Several programs may add to one file. */
final class Results {
    private final Path file;
    private final List<Result> results = new ArrayList<>();

    /**
     * One figure.
     *
     * @param aim what it is to reach, in words; empty where there is none
     * @param note how it was measured
     */
    record Result(String metric, double value, String unit, String aim, String note) {}

    Results(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            results.addAll(JsonMapper.shared().readValue(Files.readString(file), new TypeReference<List<Result>>() {}));
        }
    }

    void add(String metric, double value, String unit, String aim, String note) {
        Result result = new Result(metric, Math.round(value * 1000) / 1000.0, unit, aim, note);
        results.add(result);
        System.out.printf(
                "%-52s %10.2f %-5s %-10s %s%n", metric, result.value(), unit, aim.isEmpty() ? "" : "aim " + aim, note);
    }

    /** Median with its p95, and the spread in the note. */
    void addSamples(String metric, Samples samples, String unit, String aim) {
        String note = "%d runs, %.1f to %.1f".formatted(samples.count(), samples.smallest(), samples.largest());
        add(metric + ", median", samples.median(), unit, aim, note);
        add(metric + ", p95", samples.p95(), unit, "", note);
    }

    void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(results));
    }
}

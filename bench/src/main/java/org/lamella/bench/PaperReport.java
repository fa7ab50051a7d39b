package org.lamella.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that {@code bench/paper} has found so far, whenever it was measured, as one page with plots. */
record PaperReport(List<Result> results) {
    private static final String PAGE = "paper.md";
    /** An aim of this form is one value, and is marked on the bar. */
    private static final Pattern AROUND = Pattern.compile("([\\d.]+) \\+- .*");

    private static final Map<String, String> HEADINGS = new LinkedHashMap<>();

    static {
        HEADINGS.put("cpu", "Table 3: CPU time, reserved and by shares");
        HEADINGS.put("network", "The uplink, reserved and by shares");
        HEADINGS.put("kernel", "Table 2: usual calls in a sliver and on the host");
        HEADINGS.put("isolation", "Figure 8: a sliver beside one that takes all it can");
        HEADINGS.put("receive", "Figure 8, with the network: a sliver beside one that receives or transmits");
        HEADINGS.put("disk", "The disk, by shares");
        HEADINGS.put("postgres", "Figure 7: PostgreSQL in 1, 2, 4 and 8 slivers");
        HEADINGS.put("modes", "Host and sliver: requests, memory, small reads and writes");
        HEADINGS.put("peers", "Slivers and containers of others");
    }

    PaperReport {
        results = List.copyOf(results);
    }

    /** @param folder for the page and its plots; others in it are left as they are */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        StringBuilder page = new StringBuilder("""
                # The paper's tables, as they were measured

                Written by `bench/paper`, which `docs/benchmarks.md` explains; not to be edited by hand. Medians; the spread is from the
                smallest to the largest. Parts may be of different days, so compare within a part.
                """);
        for (Map.Entry<String, String> heading : HEADINGS.entrySet()) {
            List<Result> found = of(heading.getKey());
            if (!found.isEmpty()) {
                page.append("\n## ").append(heading.getValue()).append("\n\n");
                for (Map.Entry<String, String> plot : plots(heading.getKey()).entrySet()) {
                    Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
                    page.append("![%s](%s)%n%n".formatted(heading.getValue(), plot.getKey()));
                }
                table(found, page);
            }
        }
        Files.writeString(folder.resolve(PAGE), page);
    }

    private List<Result> of(String part) {
        return results.stream().filter(result -> result.part().equals(part)).toList();
    }

    private static void table(List<Result> found, StringBuilder page) {
        found.stream()
                .filter(result -> result.metric().equals(Results.BEGUN))
                .forEach(begun -> page.append("Measured on %s, load %s when it began.%n%n"
                        .formatted(begun.note(), SvgPlot.number(begun.value()))));
        page.append("| what | | spread | aim | how |\n|---|---|---|---|---|\n");
        found.stream()
                .filter(result -> !result.metric().equals(Results.BEGUN))
                .forEach(result -> page.append("| %s | %s%s | %s | %s | %s |%n"
                        .formatted(
                                result.metric(),
                                SvgPlot.number(result.value()),
                                result.unit().isEmpty() ? "" : " " + result.unit(),
                                result.spread().isEmpty()
                                        ? ""
                                        : SvgPlot.number(result.spread().getFirst()) + " to "
                                                + SvgPlot.number(result.spread().getLast()),
                                result.aim(),
                                result.note())));
    }

    /** Of one part, by the name of the file. */
    private Map<String, String> plots(String part) {
        Map<String, String> plots = new LinkedHashMap<>();
        switch (part) {
            case "cpu" -> {
                bars(part, "%", result -> !result.metric().startsWith("share ") && isMedian(result))
                        .ifPresent(bars -> plots.put(
                                "table3.svg",
                                SvgPlot.bars("One of eight hogs has a quarter reserved", "% of the node", bars)));
                bars(part, "%", result -> result.metric().startsWith("share ") && isMedian(result))
                        .ifPresent(bars ->
                                plots.put("shares.svg", SvgPlot.bars("CPU time by shares", "% of the node", bars)));
            }
            case "network" ->
                bars(part, "Mbit/s", PaperReport::isMedian)
                        .ifPresent(bars -> plots.put(
                                "network.svg", SvgPlot.bars("An uplink of 100 Mbit/s", "Mbit/s on the wire", bars)));
            case "isolation", "receive" ->
                bars(part, "%", result -> result.metric().startsWith("victim's loss"))
                        .ifPresent(bars -> plots.put(
                                part.equals("isolation") ? "figure8.svg" : "figure8-network.svg",
                                SvgPlot.bars("What a sliver loses beside a hog", "%", bars)));
            case "disk" ->
                bars(part, "%", result -> true)
                        .ifPresent(bars ->
                                plots.put("disk.svg", SvgPlot.bars("Parts of the disk by shares", "% of all", bars)));
            case "postgres" -> figure7().ifPresent(figure -> plots.put("figure7.svg", figure));
            default -> {
                // Tables alone.
            }
        }
        return plots;
    }

    private static boolean isMedian(Result result) {
        return result.metric().endsWith(", median");
    }

    /** Empty where there are none. */
    private Optional<List<SvgPlot.Bar>> bars(String part, String unit, Predicate<Result> chosen) {
        List<SvgPlot.Bar> bars = of(part).stream()
                .filter(result -> result.unit().equals(unit) && chosen.test(result))
                .map(result ->
                        new SvgPlot.Bar(result.metric().replace(", median", ""), value(result), aim(result.aim())))
                .toList();
        return Optional.of(bars).filter(some -> !some.isEmpty());
    }

    private static SvgPlot.Value value(Result result) {
        return new SvgPlot.Value(result.value(), result.spread());
    }

    private static OptionalDouble aim(String words) {
        Matcher around = AROUND.matcher(words);
        return around.matches() ? OptionalDouble.of(Double.parseDouble(around.group(1))) : OptionalDouble.empty();
    }

    private Optional<String> figure7() {
        List<SvgPlot.Line> lines = new ArrayList<>();
        for (String where : PostgresFigure.WHERE) {
            List<SvgPlot.Value> values = PostgresFigure.TOGETHER.stream()
                    .map(together -> PostgresFigure.METRIC.formatted(together, where))
                    .flatMap(metric -> of("postgres").stream()
                            .filter(result -> result.metric().equals(metric)))
                    .map(PaperReport::value)
                    .toList();
            if (values.size() == PostgresFigure.TOGETHER.size()) {
                lines.add(new SvgPlot.Line(where, values));
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(SvgPlot.lines(
                        "Transactions of all together",
                        "how many PostgreSQL servers at once",
                        "a second",
                        PostgresFigure.TOGETHER.stream().map(String::valueOf).toList(),
                        lines));
    }
}

package org.lamella.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Plots of medians with their spread, as SVG that is legible in light and dark: the pages' own colours, by name. Amounts begin at zero; exact
 * numbers are beside what they belong to, and the spread shows where a pointer rests.
 */
final class SvgPlot {
    /** As in {@code lamella.css}, which a test holds them against. */
    static final String LIGHT =
            "--sheet: #ffffff; --rule: #e5e4df; --ink: #1b1c1e; --soft: #5b5e64; --accent: #0b5fae; --degraded: #985f00;";

    static final String DARK =
            "--sheet: #1a1c1f; --rule: #2a2d32; --ink: #e6e7e9; --soft: #a4a8af; --accent: #71b5f3; --degraded: #e3a540;";

    private static final int WIDTH = 760;
    private static final int EDGE = 16;
    private static final int HEAD = 40;
    private static final int FOOT = 44;
    private static final int ROW = 24;
    private static final int LABELS = 330;
    private static final int NUMBERS = 64;
    private static final int NAMES = 200;
    private static final int LINES_HEIGHT = 260;

    private final StringBuilder svg = new StringBuilder();

    private SvgPlot(String title, int height) {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">".formatted(WIDTH, height));
        add("<title>%s</title>".formatted(escaped(title)));
        add("""
                <style>
                svg { %s }
                @media (prefers-color-scheme: dark) { svg { %s } }
                text { font: 12px system-ui, "Segoe UI", Roboto, Arial, sans-serif; font-variant-numeric: tabular-nums; fill: var(--ink); }
                .title { font-weight: 650; font-size: 14px; } .soft { fill: var(--soft); } .end { text-anchor: end; } .middle { text-anchor: middle; }
                .sheet { fill: var(--sheet); } .rule { stroke: var(--rule); } .spread { stroke: var(--ink); } .aim { stroke: var(--degraded); stroke-width: 3; }
                .bar { fill: var(--accent); } .line { fill: none; stroke-width: 2; }
                .series0 { stroke: var(--accent); } .series1 { stroke: var(--degraded); stroke-dasharray: 6 3; } .dot { fill: var(--sheet); stroke-dasharray: none; }
                </style>""".formatted(LIGHT, DARK));
        add("<rect class=\"sheet\" width=\"%d\" height=\"%d\"/>".formatted(WIDTH, height));
        add("<text class=\"title\" x=\"%d\" y=\"24\">%s</text>".formatted(EDGE, escaped(title)));
    }

    /**
     * A median.
     *
     * @param spread the smallest and the largest; empty where it was measured once
     */
    record Value(double median, List<Double> spread) {
        Value {
            spread = List.copyOf(spread);
        }

        DoubleStream all() {
            return DoubleStream.concat(DoubleStream.of(median), spread.stream().mapToDouble(Double::doubleValue));
        }

        private String inWords() {
            return spread.isEmpty()
                    ? number(median)
                    : number(median) + ", " + number(spread.getFirst()) + " to " + number(spread.getLast());
        }
    }

    /** @param aim where it is to be, marked on the bar */
    record Bar(String label, Value value, OptionalDouble aim) {}

    /** @param values as many as there are ticks */
    record Line(String name, List<Value> values) {
        Line {
            values = List.copyOf(values);
        }
    }

    /** Bars below one another. */
    static String bars(String title, String unit, List<Bar> bars) {
        int bottom = HEAD + ROW * bars.size();
        SvgPlot plot = new SvgPlot(title, bottom + FOOT);
        Scale scale = Scale.over(
                bars.stream()
                        .flatMapToDouble(bar -> DoubleStream.concat(bar.value().all(), bar.aim().stream())),
                EDGE + LABELS,
                WIDTH - EDGE - NUMBERS);
        for (double tick : scale.ticks()) {
            plot.line("rule", scale.at(tick), HEAD, scale.at(tick), bottom);
            plot.text("soft middle", scale.at(tick), bottom + 16, number(tick));
        }
        plot.text("soft middle", scale.at((scale.low + scale.high) / 2), bottom + 34, unit);
        for (int row = 0; row < bars.size(); row++) {
            plot.bar(bars.get(row), HEAD + ROW * row, scale);
        }
        return plot.end();
    }

    private void bar(Bar bar, int top, Scale scale) {
        double zero = scale.at(0);
        double value = scale.at(bar.value().median());
        double middle = top + ROW / 2.0;
        text("end", EDGE + LABELS - 8.0, middle + 4, bar.label());
        add("<g><title>%s: %s</title>"
                .formatted(escaped(bar.label()), bar.value().inWords()));
        add("<rect class=\"bar\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>"
                .formatted(place(Math.min(zero, value)), top + 4, place(Math.abs(value - zero)), ROW - 8));
        if (!bar.value().spread().isEmpty()) {
            double low = scale.at(bar.value().spread().getFirst());
            double high = scale.at(bar.value().spread().getLast());
            line("spread", low, middle, high, middle);
            line("spread", low, middle - 4, low, middle + 4);
            line("spread", high, middle - 4, high, middle + 4);
        }
        bar.aim().ifPresent(aim -> line("aim", scale.at(aim), top + 2.0, scale.at(aim), top + ROW - 2.0));
        add("</g>");
        text("end", WIDTH - EDGE, middle + 4, number(bar.value().median()));
    }

    /** Lines over the same ticks, each named at its end; two at most. */
    static String lines(String title, String across, String unit, List<String> ticks, List<Line> lines) {
        if (lines.size() > 2 || lines.stream().anyMatch(line -> line.values().size() != ticks.size())) {
            throw new IllegalArgumentException("two lines at most, of as many values as ticks: " + lines);
        }
        int top = HEAD + ROW;
        int bottom = top + LINES_HEIGHT;
        SvgPlot plot = new SvgPlot(title, bottom + FOOT);
        Scale scale = Scale.over(
                lines.stream().flatMap(line -> line.values().stream()).flatMapToDouble(Value::all), bottom, top);
        double left = EDGE + NUMBERS;
        double right = WIDTH - EDGE - NAMES;
        for (double tick : scale.ticks()) {
            plot.line("rule", left, scale.at(tick), right, scale.at(tick));
            plot.text("soft end", left - 8, scale.at(tick) + 4, number(tick));
        }
        plot.text("soft", EDGE, HEAD + 4, unit);
        plot.text("soft middle", (left + right) / 2, bottom + 34, across);
        Columns columns = new Columns(left, right, ticks.size());
        for (int tick = 0; tick < ticks.size(); tick++) {
            plot.text("soft middle", columns.at(tick), bottom + 16, ticks.get(tick));
        }
        for (int series = 0; series < lines.size(); series++) {
            plot.series(lines.get(series), series, columns, scale);
        }
        return plot.end();
    }

    private void series(Line line, int series, Columns columns, Scale scale) {
        StringBuilder points = new StringBuilder();
        for (int tick = 0; tick < line.values().size(); tick++) {
            points.append(place(columns.at(tick)))
                    .append(',')
                    .append(place(scale.at(line.values().get(tick).median())))
                    .append(' ');
        }
        add("<polyline class=\"line series%d\" points=\"%s\"/>"
                .formatted(series, points.toString().strip()));
        for (int tick = 0; tick < line.values().size(); tick++) {
            Value value = line.values().get(tick);
            double x = columns.at(tick);
            if (!value.spread().isEmpty()) {
                line(
                        "spread",
                        x,
                        scale.at(value.spread().getFirst()),
                        x,
                        scale.at(value.spread().getLast()));
            }
            add("<circle class=\"dot series%d\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>%s: %s</title></circle>"
                    .formatted(
                            series, place(x), place(scale.at(value.median())), escaped(line.name()), value.inWords()));
        }
        Value last = line.values().getLast();
        // Above the end of the first, below that of the second: they may lie on one another.
        text(
                "",
                columns.at(line.values().size() - 1) + 10,
                scale.at(last.median()) + (series == 0 ? -4 : 14),
                line.name() + " " + number(last.median()));
    }

    /** Where the ticks of a line are. */
    private record Columns(double left, double right, int count) {
        double at(int tick) {
            return left + (right - left) * (tick + 0.5) / count;
        }
    }

    /** From numbers to places, with round ticks that enclose them all, and zero. */
    private record Scale(double low, double high, double step, double from, double to) {
        private static final int MOST_TICKS = 6;

        static Scale over(DoubleStream values, double from, double to) {
            double[] all = values.toArray();
            double least = Math.min(0, DoubleStream.of(all).min().orElse(0));
            double most = Math.max(least + 1e-3, DoubleStream.of(all).max().orElse(1));
            double step = Math.pow(10, Math.floor(Math.log10((most - least) / MOST_TICKS)));
            double rounded = Stream.of(1.0, 2.0, 5.0, 10.0, 20.0)
                    .map(by -> step * by)
                    .filter(by -> Math.ceil(most / by) - Math.floor(least / by) <= MOST_TICKS)
                    .findFirst()
                    .orElse(step * 50);
            return new Scale(
                    Math.floor(least / rounded) * rounded, Math.ceil(most / rounded) * rounded, rounded, from, to);
        }

        double at(double value) {
            return from + (to - from) * (value - low) / (high - low);
        }

        List<Double> ticks() {
            return Stream.iterate(0, tick -> tick + 1)
                    .limit(Math.round((high - low) / step) + 1)
                    .map(tick -> low + tick * step)
                    .toList();
        }
    }

    private void line(String kind, double fromX, double fromY, double toX, double toY) {
        add("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
                .formatted(kind, place(fromX), place(fromY), place(toX), place(toY)));
    }

    private void text(String kind, double x, double y, String words) {
        add("<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>".formatted(kind, place(x), place(y), escaped(words)));
    }

    private void add(String element) {
        svg.append(element).append('\n');
    }

    /** Whatever the language of the machine is. */
    private static String place(double points) {
        return String.format(Locale.ROOT, "%.1f", points);
    }

    private String end() {
        return svg.append("</svg>\n").toString();
    }

    /** As many digits as tell something. */
    static String number(double value) {
        int digits = Math.abs(value) >= 100 || value == Math.rint(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

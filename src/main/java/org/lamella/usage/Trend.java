package org.lamella.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A number in each of the last windows, as a small line that begins at zero. Where nothing is known the line has a gap.
 *
 * @param path what an SVG path draws, in a box of {@link #WIDTH} by {@link #HEIGHT}
 * @param words the same for people who do not see it
 */
public record Trend(String path, String words) {
    /** Three hours of windows of five minutes. */
    static final int POINTS = 36;

    private static final int STEP = 3;
    private static final int WIDTH = (POINTS - 1) * STEP;
    private static final int HEIGHT = 20;
    /** So that the stroke is not cut. */
    private static final int MARGIN = 1;
    /** From here on a digit after the point says nothing. */
    private static final double WHOLE = 100;

    public Trend {
        Objects.requireNonNull(path);
        Objects.requireNonNull(words);
    }

    /**
     * @param points null where nothing is known; the newest last
     * @param full what reaches the top, unless a point is higher
     * @param unit behind the numbers, such as {@code % of a CPU}
     */
    static Trend of(List<@Nullable Double> points, double full, String unit) {
        double top = points.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double scale = (HEIGHT - 2 * MARGIN) / Math.max(top, full);
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < points.size(); i++) {
            Double point = points.get(i);
            if (point != null) {
                long y = Math.round(HEIGHT - MARGIN - point * scale);
                path.append(drawing ? 'L' : 'M').append(i * STEP).append(' ').append(y);
                boolean alone = !drawing && (i + 1 == points.size() || points.get(i + 1) == null);
                path.append(alone ? "h1" : "");
            }
            drawing = point != null;
        }
        return new Trend(path.toString(), words(points, unit));
    }

    private static String words(List<@Nullable Double> points, String unit) {
        var known = points.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        if (known.getCount() == 0) {
            return "nothing is known of the last three hours";
        }
        Double last = points.getLast();
        return (last == null ? "not known now" : number(last) + " " + unit + " now") + "; " + number(known.getMin())
                + " to " + number(known.getMax()) + " in the last three hours";
    }

    static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(value < WHOLE ? 1 : 0, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** The box that the path is in. */
    public String box() {
        return String.format(Locale.ROOT, "0 0 %d %d", WIDTH, HEIGHT);
    }
}

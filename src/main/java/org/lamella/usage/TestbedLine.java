package org.lamella.usage;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Active and live over the whole testbed in each of the last windows: always as many, one stretch of the table's key. */
@Component
class TestbedLine {
    private final JdbcClient jdbc;
    private final Clock clock;

    TestbedLine(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The line of one of the numbers, beside its name. */
    record Line(String name, Trend trend) {}

    /** The oldest first; one for each window, heard of or not. */
    @Transactional(readOnly = true)
    List<TestbedPoint> points() {
        Instant newest = Windows.newest(clock.instant());
        Instant oldest = newest.minus(Windows.LENGTH.multipliedBy(Trend.POINTS - 1L));
        Map<Instant, TestbedPoint> known = jdbc
                .sql("""
                        select w.began_at, count(distinct w.node_id) as heard,
                               count(distinct w.slice_id) filter (where w.active) as active,
                               count(distinct w.slice_id) filter (where w.live) as live
                        from sliver_usage w where w.began_at >= :oldest and w.began_at <= :newest
                        group by w.began_at""")
                .param("oldest", oldest.atOffset(ZoneOffset.UTC))
                .param("newest", newest.atOffset(ZoneOffset.UTC))
                .query((row, number) -> point(
                        row.getObject("began_at", OffsetDateTime.class).toInstant(),
                        row.getLong("heard"),
                        row.getLong("active"),
                        row.getLong("live")))
                .list()
                .stream()
                .collect(Collectors.toMap(TestbedPoint::from, each -> each));
        return IntStream.range(0, Trend.POINTS)
                .mapToObj(number -> oldest.plus(Windows.LENGTH.multipliedBy(number)))
                .map(from -> known.getOrDefault(from, point(from, 0, 0, 0)))
                .toList();
    }

    private static TestbedPoint point(Instant from, long heard, long active, long live) {
        return new TestbedPoint(from, from.plus(Windows.LENGTH), heard, active, live);
    }

    /** Empty where nothing is known of any window. */
    List<Line> lines() {
        List<TestbedPoint> points = points();
        if (points.stream().allMatch(point -> point.nodesHeard() == 0)) {
            return List.of();
        }
        return List.of(
                new Line("active slices", trend(points, TestbedPoint::activeSlices, "active")),
                new Line("live slices", trend(points, TestbedPoint::liveSlices, "live")));
    }

    private static Trend trend(List<TestbedPoint> points, ToLongFunction<TestbedPoint> number, String unit) {
        List<@Nullable Double> line = new ArrayList<>(Collections.nCopies(points.size(), null));
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).nodesHeard() > 0) {
                line.set(i, (double) number.applyAsLong(points.get(i)));
            }
        }
        double highest =
                points.stream().mapToLong(TestbedPoint::activeSlices).max().orElse(0);
        return Trend.of(line, Math.max(1, highest), unit);
    }
}

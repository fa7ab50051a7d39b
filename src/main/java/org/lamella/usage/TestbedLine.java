package org.lamella.usage;

import java.time.Clock;
import java.time.Duration;
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
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Active and live over the whole testbed in each of the last windows. It is kept which nodes and slices count, beside what they got: one
 * stretch of that table's key is read.
 */
@Component
class TestbedLine {
    private static final Duration KEPT = Windows.LENGTH.multipliedBy(Trend.POINTS + 1L);

    private final JdbcClient jdbc;
    private final Clock clock;

    TestbedLine(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The line of one of the numbers, beside its name. */
    record Line(String name, Trend trend) {}

    /**
     * To be called with what a node has told, in its transaction. In the order of the key, so that no two nodes that tell of the same
     * slices wait for one another.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void note(long nodeId, Instant began) {
        jdbc.sql("""
                        with told as (select * from sliver_usage where began_at = :began and node_id = :node),
                        marks as (
                          select 'HEARD' as kind, node_id as id from told
                          union select 'ACTIVE', slice_id from told where active
                          union select 'LIVE', slice_id from told where live)
                        insert into usage_marks (began_at, kind, id)
                        select :began, kind, id from marks order by kind, id
                        on conflict do nothing""")
                .param("node", nodeId)
                .param("began", began.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** What the line does not reach any more. */
    @Transactional
    void forgetOld() {
        jdbc.sql("delete from usage_marks where began_at < ?")
                .param(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The oldest first; one for each window, heard of or not. */
    @Transactional(readOnly = true)
    List<TestbedPoint> points() {
        Instant newest = Windows.newest(clock.instant());
        Instant oldest = newest.minus(Windows.LENGTH.multipliedBy(Trend.POINTS - 1L));
        Map<Instant, TestbedPoint> known = jdbc
                .sql("""
                        select began_at, count(*) filter (where kind = 'HEARD') as heard,
                               count(*) filter (where kind = 'ACTIVE') as active,
                               count(*) filter (where kind = 'LIVE') as live
                        from usage_marks where began_at >= :oldest and began_at <= :newest
                        group by began_at""")
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

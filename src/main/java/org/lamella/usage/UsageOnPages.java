package org.lamella.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the pages of slices and nodes say of the last five minutes and hours. */
@Component
public class UsageOnPages {
    /** A page with more slivers has words for them only. */
    private static final int TRENDS = 50;

    private static final int BREACHES = 20;
    private static final Duration BREACHES_SHOWN = Duration.ofHours(24);
    private static final double WHOLE_CPU = 100;

    private final JdbcClient jdbc;
    private final Clock clock;

    /** One window of one sliver, of all its lives in it. */
    private record Point(
            String name,
            Instant began,
            boolean active,
            boolean live,
            @Nullable Double cpuPercent) {
        static Point of(ResultSet row, int number) throws SQLException {
            Double percent = row.getObject("percent", Double.class);
            return new Point(
                    row.getString("name"),
                    row.getObject("began_at", OffsetDateTime.class).toInstant(),
                    row.getBoolean("active"),
                    row.getBoolean("live"),
                    percent);
        }
    }

    UsageOnPages(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What the slivers of a slice got, by the names of the given nodes. */
    @Transactional(readOnly = true)
    public Map<String, UsageCell> ofSlice(String slice, Collection<String> nodes) {
        return cells("""
                select n.name, w.began_at, bool_or(w.active) as active, bool_or(w.live) as live,
                       cast(sum(w.cpu_millis) * 100.0 / max(w.length_millis) as double precision) as percent
                from sliver_usage w join nodes n on n.id = w.node_id
                where w.slice_id = (select id from slices where name = :of) and n.name = any(:names)
                  and w.began_at >= :from and w.began_at <= :newest
                group by n.name, w.began_at""", slice, nodes);
    }

    /** What slivers on a node got, by the names of the given slices. */
    @Transactional(readOnly = true)
    public Map<String, UsageCell> onNode(String node, Collection<String> slices) {
        return cells("""
                select s.name, w.began_at, bool_or(w.active) as active, bool_or(w.live) as live,
                       cast(sum(w.cpu_millis) * 100.0 / max(w.length_millis) as double precision) as percent
                from sliver_usage w join slices s on s.id = w.slice_id
                where w.node_id = (select id from nodes where name = :of) and s.name = any(:names)
                  and w.began_at >= :from and w.began_at <= :newest
                group by s.name, w.began_at""", node, slices);
    }

    private Map<String, UsageCell> cells(String sql, String of, Collection<String> names) {
        Instant newest = Windows.newest(clock.instant());
        boolean withTrends = names.size() <= TRENDS;
        Instant from = withTrends ? oldest(newest) : newest;
        Map<String, List<Point>> points = new HashMap<>();
        jdbc.sql(sql)
                .param("of", of)
                .param("names", names.toArray(String[]::new))
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("newest", newest.atOffset(ZoneOffset.UTC))
                .query(Point::of)
                .list()
                .forEach(point -> points.computeIfAbsent(point.name(), unseen -> new ArrayList<>())
                        .add(point));
        Map<String, UsageCell> cells = new HashMap<>();
        names.forEach(name -> cells.put(name, cell(points.getOrDefault(name, List.of()), newest, withTrends)));
        return cells;
    }

    private static UsageCell cell(List<Point> points, Instant newest, boolean withTrend) {
        Trend trend = withTrend && !points.isEmpty() ? trend(points, newest) : null;
        return points.stream()
                .filter(point -> point.began().equals(newest))
                .findFirst()
                .map(point -> new UsageCell(state(point), percent(point), trend))
                .orElse(new UsageCell(UsageCell.UNHEARD.state(), "", trend));
    }

    private static String state(Point point) {
        if (point.live()) {
            return "live";
        }
        return point.active() ? "active" : "idle";
    }

    private static String percent(Point point) {
        return point.cpuPercent() == null ? "" : Trend.number(point.cpuPercent());
    }

    private static Trend trend(List<Point> points, Instant newest) {
        List<@Nullable Double> line = new ArrayList<>(Collections.nCopies(Trend.POINTS, null));
        for (Point point : points) {
            long back = Duration.between(point.began(), newest).dividedBy(Windows.LENGTH);
            line.set(Trend.POINTS - 1 - (int) back, point.cpuPercent());
        }
        return Trend.of(line, WHOLE_CPU, "% of a CPU");
    }

    /** What was promised to slivers of a slice and what of it they got, in the last three hours; by the names of the given nodes. */
    @Transactional(readOnly = true)
    public List<Delivered> deliveredTo(String slice, Collection<String> nodes) {
        return delivered("""
                select n.name, %s from usage_windows w join nodes n on n.id = w.node_id
                where w.slice_id = (select id from slices where name = :of) and n.name = any(:names)
                  and w.began_at >= :from and w.began_at <= :newest and %s
                group by n.name order by n.name""", slice, nodes);
    }

    /** The same of a node's slivers, by the names of the given slices. */
    @Transactional(readOnly = true)
    public List<Delivered> deliveredOn(String node, Collection<String> slices) {
        return delivered("""
                select s.name, %s from usage_windows w join slices s on s.id = w.slice_id
                where w.node_id = (select id from nodes where name = :of) and s.name = any(:names)
                  and w.began_at >= :from and w.began_at <= :newest and %s
                group by s.name order by s.name""", node, slices);
    }

    private List<Delivered> delivered(String sql, String of, Collection<String> names) {
        Instant newest = Windows.newest(clock.instant());
        return jdbc.sql(sql.formatted(Delivered.SUMS, Delivered.PROMISED))
                .param("of", of)
                .param("names", names.stream().limit(TRENDS).toArray(String[]::new))
                .param("from", oldest(newest).atOffset(ZoneOffset.UTC))
                .param("newest", newest.atOffset(ZoneOffset.UTC))
                .query(Delivered::of)
                .list();
    }

    private static Instant oldest(Instant newest) {
        return newest.minus(Windows.LENGTH.multipliedBy(Trend.POINTS - 1L));
    }

    /** Promises that nodes did not keep to a slice within a day, the newest first. */
    @Transactional(readOnly = true)
    public List<Breach> brokenTo(String slice) {
        return jdbc.sql(Breach.SELECT + """
                        where w.slice_id = (select id from slices where name = ?) and w.began_at >= ? and w.promise_broken
                        order by w.began_at desc, l.node, b.kind limit ?""")
                .params(slice, breachesFrom(), BREACHES)
                .query(Breach::of)
                .list();
    }

    /** Promises that a node did not keep to the given slices within a day, the newest first. */
    @Transactional(readOnly = true)
    public List<Breach> brokenOn(String node, Collection<String> slices) {
        return jdbc.sql(Breach.SELECT + """
                        where w.node_id = (select id from nodes where name = ?) and w.began_at >= ? and w.promise_broken
                          and w.slice_id in (select id from slices where name = any(?))
                        order by w.began_at desc, l.slice, b.kind limit ?""")
                .params(node, breachesFrom(), slices.toArray(String[]::new), BREACHES)
                .query(Breach::of)
                .list();
    }

    private OffsetDateTime breachesFrom() {
        return clock.instant().minus(BREACHES_SHOWN).atOffset(ZoneOffset.UTC);
    }

    /** Of each node, on how many slices were live in each of the last windows; by the names of the given nodes. */
    @Transactional(readOnly = true)
    Map<String, Trend> liveOnNodes(Collection<String> nodes) {
        return trends("""
                select n.name, w.began_at, count(distinct w.slice_id) filter (where w.live) as live
                from sliver_usage w join nodes n on n.id = w.node_id
                where n.name = any(:names) and w.began_at >= :from and w.began_at <= :newest
                group by n.name, w.began_at""", nodes);
    }

    /** On how many nodes each slice was live in each of the last windows; by the names of the given slices. */
    @Transactional(readOnly = true)
    Map<String, Trend> liveSlices(Collection<String> slices) {
        return trends("""
                select s.name, w.began_at, count(distinct w.node_id) filter (where w.live) as live
                from sliver_usage w join slices s on s.id = w.slice_id
                where s.name = any(:names) and w.began_at >= :from and w.began_at <= :newest
                group by s.name, w.began_at""", slices);
    }

    private record Live(String name, Instant began, double count) {}

    private Map<String, Trend> trends(String sql, Collection<String> names) {
        Instant newest = Windows.newest(clock.instant());
        Map<String, List<@Nullable Double>> lines = new HashMap<>();
        Stream<Live> rows = jdbc
                .sql(sql)
                .param("names", names.toArray(String[]::new))
                .param("from", oldest(newest).atOffset(ZoneOffset.UTC))
                .param("newest", newest.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Live(
                        row.getString("name"),
                        row.getObject("began_at", OffsetDateTime.class).toInstant(),
                        row.getDouble("live")))
                .list()
                .stream();
        rows.forEach(row -> lines.computeIfAbsent(
                        row.name(), unseen -> new ArrayList<>(Collections.nCopies(Trend.POINTS, null)))
                .set(
                        Trend.POINTS
                                - 1
                                - (int) Duration.between(row.began(), newest).dividedBy(Windows.LENGTH),
                        row.count()));
        Map<String, Trend> trends = new HashMap<>();
        lines.forEach((name, line) -> trends.put(name, Trend.of(line, 1, "live")));
        return trends;
    }
}

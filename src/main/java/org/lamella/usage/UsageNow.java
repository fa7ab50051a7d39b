package org.lamella.usage;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.lamella.access.Caller;
import org.lamella.slices.Visibility;
import org.lamella.web.InvalidInput;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListQuery;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Active and live, over all nodes and slices, in the newest window that nodes have had time to tell. All of a window is read for
 * each answer: it is one stretch of an index.
 */
@Component
class UsageNow {
    /** Of the rows {@code w} of one window, by node or by slice. */
    private static final String SUMS = """
            sum(cpu_millis) as cpu_millis, max(length_millis) as length_millis, sum(memory_bytes) as memory_bytes,
            sum(sent_bytes) as sent_bytes, sum(received_bytes) as received_bytes
            """;

    private static final String CPUS = "round(coalesce(u.cpu_millis, 0) / coalesce(u.length_millis, 1), 3)";
    private static final String MEMORY = "coalesce(u.memory_bytes, 0)";
    private static final String SENT = "coalesce(u.sent_bytes, 0)";
    private static final String RECEIVED = "coalesce(u.received_bytes, 0)";
    private static final String ACTIVE = "coalesce(u.active, 0)";
    private static final String LIVE = "coalesce(u.live, 0)";
    private static final String HEARD = "u.node_id is not null";
    private static final String NODES = "coalesce(u.nodes, 0)";
    private static final String COLUMNS =
            "%s as cpus, %s as memory_bytes, %s as sent_bytes, %s as received_bytes, %s as active, %s as live"
                    .formatted(CPUS, MEMORY, SENT, RECEIVED, ACTIVE, LIVE);

    private final JdbcClient jdbc;
    private final Clock clock;

    UsageNow(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** When the window began that all answers are of. */
    Instant window() {
        return Windows.newest(clock.instant());
    }

    @Transactional(readOnly = true)
    TestbedUsage all() {
        Instant began = window();
        return jdbc.sql("""
                        select (select count(*) from nodes) as nodes, count(distinct node_id) as heard,
                               count(distinct slice_id) filter (where active) as active_slices,
                               count(distinct slice_id) filter (where live) as live_slices,
                               count(*) filter (where active) as active, count(*) filter (where live) as live
                        from sliver_usage where began_at = :began""")
                .param("began", began.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new TestbedUsage(
                        began,
                        began.plus(Windows.LENGTH),
                        row.getLong("nodes"),
                        row.getLong("heard"),
                        row.getLong("active_slices"),
                        row.getLong("live_slices"),
                        row.getLong("active"),
                        row.getLong("live")))
                .single();
    }

    /** @throws InvalidInput with everything that is wrong with the request */
    @Transactional(readOnly = true)
    Page<NodeUsage> nodes(ListRequest request) {
        return nodeList()
                .query(request)
                .page(
                        jdbc,
                        "n.name as node, s.login_base as site, n.slivers, " + HEARD + " as heard, " + COLUMNS,
                        NodeUsage::of);
    }

    @Transactional(readOnly = true)
    long countNodes(ListRequest request) {
        return nodeList().query(request).count(jdbc);
    }

    /**
     * Those that the caller may see.
     *
     * @throws InvalidInput with everything that is wrong with the request
     */
    @Transactional(readOnly = true)
    Page<SliceUsage> slices(Caller caller, ListRequest request) {
        return visible(caller, request)
                .page(
                        jdbc,
                        "s.name as slice, site.login_base as site, " + NODES + " as nodes, " + COLUMNS,
                        SliceUsage::of);
    }

    @Transactional(readOnly = true)
    long countSlices(Caller caller, ListRequest request) {
        return visible(caller, request).count(jdbc);
    }

    private ListQuery visible(Caller caller, ListRequest request) {
        Visibility visible = Visibility.of(caller);
        return sliceList().query(request).where(visible.condition(), visible.parameters());
    }

    private Listing nodeList() {
        String sums = """
                select node_id, count(distinct slice_id) filter (where active) as active,
                       count(distinct slice_id) filter (where live) as live, %s
                from sliver_usage where began_at = %s group by node_id""".formatted(SUMS, literal());
        return Listing.of(
                        "usage of nodes",
                        "nodes n join sites s on s.id = n.site_id left join (" + sums + ") u on u.node_id = n.id",
                        Field.name("name", "n.name"))
                .with(
                        Field.name("site", "s.login_base").always(),
                        Field.flag("heard", HEARD).always())
                .with(Field.number("slivers", "n.slivers").always())
                .with(amounts());
    }

    private Listing sliceList() {
        String sums = """
                select slice_id, count(distinct node_id) as nodes,
                       count(distinct node_id) filter (where active) as active,
                       count(distinct node_id) filter (where live) as live, %s
                from sliver_usage where began_at = %s group by slice_id""".formatted(SUMS, literal());
        return Listing.of(
                        "usage of slices",
                        "slices s join sites site on site.id = s.site_id left join (" + sums
                                + ") u on u.slice_id = s.id",
                        Field.name("name", "s.name"))
                .with(Field.name("site", "site.login_base").always())
                .with(Field.number("nodes", NODES).always())
                .with(amounts());
    }

    private static Field[] amounts() {
        return new Field[] {
            Field.number("active", ACTIVE).always(),
            Field.number("live", LIVE).always(),
            Field.number("cpus", CPUS).always(),
            Field.number("memoryBytes", MEMORY).always(),
            Field.number("sentBytes", SENT).always(),
            Field.number("receivedBytes", RECEIVED).always()
        };
    }

    /** A list's tables have no parameters. */
    private String literal() {
        return "timestamptz '" + window() + "'";
    }
}

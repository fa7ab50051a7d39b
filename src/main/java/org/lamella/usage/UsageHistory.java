package org.lamella.usage;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lamella.access.Caller;
import org.lamella.nodes.NodeView;
import org.lamella.nodes.NodeViews;
import org.lamella.slices.SliceAccess;
import org.lamella.slices.Visibility;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What slivers got, window by window, the newest first. */
@Component
class UsageHistory {
    private static final Pattern POSITION = Pattern.compile("([0-9]{1,15}) ([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,18})");

    private static final String SELECT = """
            select w.*, l.slice, l.node from sliver_usage w
            join sliver_lives l on l.node_id = w.node_id and l.slice_id = w.slice_id and l.incarnation = w.incarnation
            left join slices s on s.id = w.slice_id left join sites site on site.id = s.site_id
            where w.began_at >= :from and w.began_at < :until""";

    private final SliceAccess access;
    private final NodeViews nodes;
    private final JdbcClient jdbc;
    private final Clock clock;

    /** @param position of the row in its list, as a cursor has it */
    private record Placed(SliverUsage usage, String position) {}

    UsageHistory(SliceAccess access, NodeViews nodes, JdbcClient jdbc, Clock clock) {
        this.access = access;
        this.nodes = nodes;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Of a slice on all nodes.
     *
     * @throws NoSuchThing when there is none, or none for this caller
     * @throws InvalidInput with everything that is wrong with the request
     */
    @Transactional(readOnly = true)
    Page<SliverUsage> ofSlice(Caller caller, String slice, String from, String until, Page.Request page) {
        access.requireVisible(caller, slice);
        return select(
                "w.slice_id = (select id from slices where name = :slice)", Map.of("slice", slice), from, until, page);
    }

    /**
     * Of a node's slivers: of those of which the caller may know.
     *
     * @throws NoSuchThing when there is no such node
     * @throws InvalidInput with everything that is wrong with the request
     */
    @Transactional(readOnly = true)
    Page<SliverUsage> ofNode(Caller caller, String name, String from, String until, Page.Request page) {
        NodeView node = nodes.get(name);
        Map<String, Object> parameters = new HashMap<>(Map.of("node", name));
        String condition = "w.node_id = (select id from nodes where name = :node)";
        if (!caller.looksAfterNodesOf(node.site())) {
            Visibility visible = Visibility.of(caller);
            condition += " and " + visible.condition();
            parameters.putAll(visible.parameters());
        }
        return select(condition, parameters, from, until, page);
    }

    private Page<SliverUsage> select(
            String condition, Map<String, Object> parameters, String from, String until, Page.Request page) {
        UsageRange range = UsageRange.parse(from, until, clock.instant());
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("from", range.from().atOffset(ZoneOffset.UTC));
        all.put("until", range.until().atOffset(ZoneOffset.UTC));
        String behind = behind(page.after(), all);
        RowMapper<Placed> mapper = (row, number) -> {
            SliverUsage usage = SliverUsage.of(row, number);
            return new Placed(
                    usage,
                    usage.from().toEpochMilli() + " " + row.getLong("node_id") + " " + row.getLong("slice_id") + " "
                            + row.getLong("incarnation"));
        };
        List<Placed> rows = jdbc.sql(SELECT + " and " + condition + behind
                        + " order by w.began_at desc, w.node_id desc, w.slice_id desc, w.incarnation desc limit "
                        + page.fetch())
                .params(all)
                .query(mapper)
                .list();
        return page.of(rows, row -> row, Placed::position)
                .map(placed -> placed.stream().map(Placed::usage).toList());
    }

    private static String behind(String cursor, Map<String, Object> parameters) {
        if (cursor.isEmpty()) {
            return "";
        }
        Matcher position = POSITION.matcher(cursor);
        if (!position.matches()) {
            throw new InvalidInput(List.of(FieldError.invalid("cursor", "is not a cursor that this list gave out")));
        }
        parameters.put(
                "lastBegan",
                Instant.ofEpochMilli(Long.parseLong(position.group(1))).atOffset(ZoneOffset.UTC));
        parameters.put("lastNode", Long.parseLong(position.group(2)));
        parameters.put("lastSlice", Long.parseLong(position.group(3)));
        parameters.put("lastLife", Long.parseLong(position.group(4)));
        // The first condition is said by the second; an index can begin with it.
        return " and w.began_at <= :lastBegan and (w.began_at, w.node_id, w.slice_id, w.incarnation)"
                + " < (:lastBegan, :lastNode, :lastSlice, :lastLife)";
    }
}

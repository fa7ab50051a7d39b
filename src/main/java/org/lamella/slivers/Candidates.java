package org.lamella.slivers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.nodes.Drain;
import org.lamella.nodes.NodeState;
import org.lamella.slices.Goal;
import org.lamella.slices.NodeSelector;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads nodes as they look to a slice, however many they are in one query. */
@Component
class Candidates {
    private static final String SELECT = """
            select n.id, n.name, site.login_base, n.state, n.state_since, n.cpus, n.free_cpus, n.memory_bytes,
                   n.free_memory_bytes, n.slivers,
                   n.drained_since, n.drained_by, n.drain_reason, w.ends_at, w.reason as work, v.goal as held,
                   not exists (select 1 from node_allowed_slices a where a.node_id = n.id)
                     or exists (select 1 from node_allowed_slices a where a.node_id = n.id and a.slice = :slice) as open
            from nodes n
              join sites site on site.id = n.site_id
              left join maintenance_windows w on w.node_id = n.id and w.starts_at <= :now and w.ends_at > :now
              left join (select node_id, goal from slivers where slice_id = :sliceId) v on v.node_id = n.id
            where\s""";

    private final JdbcClient jdbc;
    private final Clock clock;

    /**
     * Which slice looks.
     *
     * @param id 0 for one that is not there yet
     */
    record Viewer(String name, long id) {
        static Viewer newSlice(String name) {
            return new Viewer(name, 0);
        }
    }

    /** Conditions, and what is to be bound to their parameters. */
    private record Condition(List<String> all, Map<String, Object> parameters) {
        void add(String condition, String parameter, Object value) {
            all.add(condition);
            parameters.put(parameter, value);
        }

        /** Passes every node when nothing is listed. */
        void addAny(String condition, String parameter, List<String> values) {
            if (!values.isEmpty()) {
                add(condition, parameter, values.toArray(String[]::new));
            }
        }
    }

    Candidates(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** In no particular order; names that no node has are left out. */
    List<Candidate> named(Viewer slice, Collection<String> names) {
        return find(slice, "n.name = any(:names)", Map.of("names", names.toArray(String[]::new)));
    }

    List<Candidate> withIds(Viewer slice, Collection<Long> ids) {
        return find(slice, "n.id = any(:ids)", Map.of("ids", ids.toArray(Long[]::new)));
    }

    /** All that are as the selector says, whether they are free or not. */
    List<Candidate> matching(Viewer slice, NodeSelector selector) {
        Condition condition = new Condition(new ArrayList<>(List.of("true")), new HashMap<>());
        for (int i = 0; i < selector.labels().size(); i++) {
            addLabel(condition, selector.labels().get(i), i);
        }
        condition.addAny("""
                n.id in (select l.node_id from node_labels l join node_groups g on g.label = l.name and g.value = l.value
                         where g.name = any(:groups))""", "groups", selector.groups());
        condition.addAny("site.login_base = any(:sites)", "sites", selector.sites());
        condition.addAny("site.country = any(:countries)", "countries", selector.countries());
        condition.addAny("n.state = any(:states)", "states", selector.states());
        return find(slice, String.join(" and ", condition.all()), condition.parameters());
    }

    private static void addLabel(Condition condition, String label, int number) {
        String[] parts = label.split("=", 2);
        String with = "select node_id from node_labels where name = :label" + number;
        condition.parameters().put("label" + number, parts[0]);
        if (parts.length == 1) {
            condition.all().add("n.id in (" + with + ")");
        } else {
            condition.add("n.id in (" + with + " and value = :value" + number + ")", "value" + number, parts[1]);
        }
    }

    /** Until commit nobody drains these nodes, plans their maintenance or changes their allow lists. */
    void lock(Collection<Long> ids) {
        jdbc.sql("select id from nodes where id = any(?) order by id for update")
                .param(ids.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    private List<Candidate> find(Viewer slice, String condition, Map<String, ?> parameters) {
        return jdbc.sql(SELECT + condition)
                .param("slice", slice.name())
                .param("sliceId", slice.id())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .params(parameters)
                .query(Candidates::candidate)
                .list();
    }

    private static Candidate candidate(ResultSet row, int number) throws SQLException {
        return new Candidate(
                row.getLong("id"),
                row.getString("name"),
                row.getString("login_base"),
                NodeState.valueOf(row.getString("state")),
                instant(row, "state_since").orElseThrow(),
                row.getInt("cpus"),
                row.getBigDecimal("free_cpus"),
                row.getLong("memory_bytes"),
                row.getLong("free_memory_bytes"),
                row.getInt("slivers"),
                drain(row),
                work(row),
                row.getBoolean("open"),
                Optional.ofNullable(row.getString("held")).map(Goal::valueOf));
    }

    private static Optional<Drain> drain(ResultSet row) throws SQLException {
        Optional<Instant> since = instant(row, "drained_since");
        return since.isEmpty()
                ? Optional.empty()
                : Optional.of(new Drain(since.get(), row.getString("drained_by"), row.getString("drain_reason")));
    }

    private static Optional<Candidate.Work> work(ResultSet row) throws SQLException {
        Optional<Instant> until = instant(row, "ends_at");
        return until.isEmpty() ? Optional.empty() : Optional.of(new Candidate.Work(until.get(), row.getString("work")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

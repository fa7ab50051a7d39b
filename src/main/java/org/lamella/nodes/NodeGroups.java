package org.lamella.nodes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Names for what many choose nodes by. Admins make them; nobody puts a node into one but by its labels. */
@Component
class NodeGroups {
    private static final String NODES =
            "(select count(*) from node_labels l where l.name = g.label and l.value = g.value)";
    private static final String COLUMNS = "g.name, g.label, g.value, " + NODES + " as nodes";
    private static final String SELECT = "select " + COLUMNS + " from node_groups g";
    private static final Listing GROUPS = Listing.of("node-groups", "node_groups g", Field.name("name", "g.name"))
            .with(
                    Field.name("label", "g.label").always(),
                    Field.text("value", "g.value").always(),
                    Field.number("nodes", NODES).always());

    private final JdbcClient jdbc;
    private final AuditTrail audit;

    NodeGroups(JdbcClient jdbc, AuditTrail audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** @throws InvalidInput with everything that is wrong with the request */
    @Transactional(readOnly = true)
    public Page<NodeGroup> list(ListRequest request) {
        return GROUPS.query(request).page(jdbc, COLUMNS, new DataClassRowMapper<>(NodeGroup.class));
    }

    /** In the order of their names. */
    @Transactional(readOnly = true)
    public List<NodeGroup> list(int limit) {
        return jdbc.sql(SELECT + " order by g.name limit ?")
                .param(limit)
                .query(NodeGroup.class)
                .list();
    }

    /** @throws NoSuchThing when there is none */
    @Transactional(readOnly = true)
    public NodeGroup get(String name) {
        return jdbc.sql(SELECT + " where g.name = ?")
                .param(name)
                .query(NodeGroup.class)
                .optional()
                .orElseThrow(() -> new NoSuchThing("node group", name));
    }

    /**
     * Makes the group, or changes by which label it is computed.
     *
     * @throws InvalidInput with everything that is wrong
     */
    @Transactional
    public void put(Caller caller, String name, String label, String value) {
        caller.requireAdmin("make node groups");
        List<FieldError> errors = new ArrayList<>();
        if (!Label.isWellFormed(name)) {
            errors.add(FieldError.invalid("name", "“" + name + "” is no group's name: " + Label.RULE));
        }
        Label.objections(label, value)
                .forEach(objection -> errors.add(FieldError.invalid("label", objection.message())));
        InvalidInput.throwIfAny(errors);
        jdbc.sql("""
                        insert into node_groups (name, label, value) values (?, ?, ?)
                        on conflict (name) do update set label = excluded.label, value = excluded.value""").params(name, label, value).update();
        audit.record(
                "node-group-set",
                "node-group",
                name,
                "nodes with " + new Label(label, value).text(),
                Difference.made(Map.of("label", label, "value", value)));
    }

    /** @throws NoSuchThing when there is none */
    @Transactional
    public void remove(Caller caller, String name) {
        caller.requireAdmin("remove node groups");
        if (jdbc.sql("delete from node_groups where name = ?").param(name).update() == 0) {
            throw new NoSuchThing("node group", name);
        }
        audit.record("node-group-removed", "node-group", name, "its nodes keep their labels");
    }

    /** @return the names of the groups that each of these nodes is in, by its id */
    Map<Long, List<String>> of(Collection<Long> nodeIds) {
        Map<Long, List<String>> groups = new HashMap<>();
        nodeIds.forEach(id -> groups.put(id, new ArrayList<>()));
        jdbc.sql("""
                        select l.node_id, g.name from node_labels l
                        join node_groups g on g.label = l.name and g.value = l.value
                        where l.node_id = any(?) order by g.name""").param(nodeIds.toArray(Long[]::new)).query(row -> {
            groups.get(row.getLong("node_id")).add(row.getString("name"));
        });
        return groups;
    }
}

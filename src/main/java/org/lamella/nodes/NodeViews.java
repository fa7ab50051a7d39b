package org.lamella.nodes;

import java.util.List;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.ListRequest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Nodes with all that is known of them, for pages and API alike. */
@Component
public class NodeViews {
    private final NodeLabels labels;
    private final NodeGroups groups;
    private final Maintenance maintenance;
    private final JdbcClient jdbc;

    NodeViews(NodeLabels labels, NodeGroups groups, Maintenance maintenance, JdbcClient jdbc) {
        this.labels = labels;
        this.groups = groups;
        this.maintenance = maintenance;
        this.jdbc = jdbc;
    }

    /** @throws NoSuchThing when there is none */
    @Transactional(readOnly = true)
    public NodeView get(String name) {
        return views(jdbc.sql("select " + NodeRow.COLUMNS + " from " + NodeRow.TABLES + " where n.name = ?")
                        .param(name)
                        .query(NodeRow::of)
                        .list())
                .stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchThing("node", name));
    }

    /** @throws InvalidInput with everything that is wrong with the request */
    @Transactional(readOnly = true)
    public Page<NodeView> list(ListRequest request) {
        Page<NodeRow> rows = NodeListing.NODES.query(request).page(jdbc, NodeRow.COLUMNS, NodeRow::of);
        return new Page<>(views(rows.items()), rows.next());
    }

    /** How many there are on all pages. */
    @Transactional(readOnly = true)
    public long count(ListRequest request) {
        return NodeListing.NODES.query(request).count(jdbc);
    }

    private List<NodeView> views(List<NodeRow> rows) {
        List<Long> ids = rows.stream().map(NodeRow::id).toList();
        var labelsOf = labels.of(ids);
        var groupsOf = groups.of(ids);
        var maintenanceOf = maintenance.of(ids);
        return rows.stream()
                .map(row ->
                        NodeView.of(row, labelsOf.get(row.id()), groupsOf.get(row.id()), maintenanceOf.get(row.id())))
                .toList();
    }
}

package org.lamella.slivers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.nodes.Node;
import org.lamella.nodes.NodeService;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which slices alone may come to a node. It stands here because nodes know nothing of slices. A slice that is not on the
 * list keeps the sliver that it has there already.
 */
@Component
class AllowLists {
    private static final int MOST = 500;

    private final NodeService nodes;
    private final JdbcClient jdbc;
    private final AuditTrail audit;

    AllowLists(NodeService nodes, JdbcClient jdbc, AuditTrail audit) {
        this.nodes = nodes;
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** In the order of their names; empty when all slices may. */
    @Transactional(readOnly = true)
    public List<String> of(String node) {
        return jdbc.sql("""
                        select a.slice from node_allowed_slices a join nodes n on n.id = a.node_id
                        where n.name = ? order by a.slice""").param(node).query(String.class).list();
    }

    /**
     * Puts these slices in place of those that were on the list.
     *
     * @param slices empty opens the node to all
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     * @throws InvalidInput with every name that no slice has; one that was on the list may stay there
     */
    @Transactional
    public void set(Caller caller, String nodeName, Collection<String> slices, LongConsumer seen) {
        Node node = nodes.lockFor(caller, nodeName, "say which slices may use it", seen);
        List<String> before = of(nodeName);
        Set<String> after = new TreeSet<>(slices);
        refuse(after, before);
        jdbc.sql("delete from node_allowed_slices where node_id = ?")
                .param(node.id())
                .update();
        jdbc.sql("insert into node_allowed_slices (node_id, slice) select ?, unnest(?)")
                .params(node.id(), after.toArray(String[]::new))
                .update();
        audit.record(
                "node-allow-list-set",
                "node",
                nodeName,
                "",
                Difference.between(Map.of("slices", before), Map.of("slices", List.copyOf(after))));
        nodes.changed(node);
    }

    private void refuse(Set<String> slices, List<String> before) {
        if (slices.size() > MOST) {
            throw new InvalidInput(
                    List.of(FieldError.invalid("slices", "names " + slices.size() + " slices, at most " + MOST)));
        }
        List<String> unknown = new ArrayList<>(slices);
        unknown.removeAll(before);
        unknown.removeAll(jdbc.sql("select name from slices where name = any(?)")
                .param(slices.toArray(String[]::new))
                .query(String.class)
                .list());
        InvalidInput.throwIfAny(unknown.stream()
                .map(name -> FieldError.invalid("slices", "there is no slice " + name))
                .toList());
    }
}

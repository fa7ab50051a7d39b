package org.lamella.nodes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The labels of nodes: set by those who look after them, read by those who choose nodes. */
@Component
public class NodeLabels {
    private final NodeService nodes;
    private final JdbcClient jdbc;
    private final AuditTrail audit;

    NodeLabels(NodeService nodes, JdbcClient jdbc, AuditTrail audit) {
        this.nodes = nodes;
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /**
     * Changes the labels that are named and leaves the others.
     *
     * @param changes the new value of each; empty takes the label off
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     * @throws InvalidInput with everything that is wrong
     */
    @Transactional
    public void change(Caller caller, String nodeName, Map<String, Optional<String>> changes, LongConsumer seen) {
        Node node = nodes.lockFor(caller, nodeName, "label it", seen);
        SortedMap<String, String> before = of(List.of(node.id())).get(node.id());
        SortedMap<String, String> after = new TreeMap<>(before);
        changes.forEach(
                (name, value) -> value.ifPresentOrElse(present -> after.put(name, present), () -> after.remove(name)));
        refuse(changes, after.size());
        if (after.equals(before)) {
            return;
        }
        write(node, changes);
        audit.record("node-labelled", "node", nodeName, "", Difference.between(before, after));
        nodes.changed(node);
    }

    private static void refuse(Map<String, Optional<String>> changes, int count) {
        List<FieldError> errors = new ArrayList<>();
        changes.forEach((name, value) ->
                value.map(present -> Label.objections(name, present)).ifPresent(errors::addAll));
        if (count > Label.MOST_OF_A_NODE) {
            errors.add(FieldError.invalid(
                    "labels", "the node would have " + count + " labels, at most " + Label.MOST_OF_A_NODE));
        }
        InvalidInput.throwIfAny(errors);
    }

    private void write(Node node, Map<String, Optional<String>> changes) {
        jdbc.sql("delete from node_labels where node_id = ? and name = any(?)")
                .params(node.id(), changes.keySet().toArray(String[]::new))
                .update();
        changes.forEach((name, value) ->
                value.ifPresent(present -> jdbc.sql("insert into node_labels (node_id, name, value) values (?, ?, ?)")
                        .params(node.id(), name, present)
                        .update()));
    }

    /** @return the labels of each of these nodes, by its id, in the order of their names */
    Map<Long, SortedMap<String, String>> of(Collection<Long> nodeIds) {
        Map<Long, SortedMap<String, String>> labels = new HashMap<>();
        nodeIds.forEach(id -> labels.put(id, new TreeMap<>()));
        jdbc.sql("select node_id, name, value from node_labels where node_id = any(?)")
                .param(nodeIds.toArray(Long[]::new))
                .query(row -> {
                    labels.get(row.getLong("node_id")).put(row.getString("name"), row.getString("value"));
                });
        return labels;
    }
}

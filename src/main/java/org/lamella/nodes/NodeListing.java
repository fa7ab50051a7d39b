package org.lamella.nodes;

import org.lamella.web.listing.Field;
import org.lamella.web.listing.Listing;

/** What nodes can be searched and sorted by. */
final class NodeListing {
    static final Listing NODES = Listing.of("nodes", NodeRow.TABLES, Field.name("name", "n.name"))
            .with(
                    Field.name("site", "s.login_base").always(),
                    Field.text("country", "s.country"),
                    Field.choice("state", "n.state", NodeState.class).always(),
                    Field.time("stateSince", "n.state_since").always(),
                    Field.time("lastHeartbeat", "n.last_heartbeat"),
                    Field.flag("drained", "n.drained_since is not null").always(),
                    Field.text("drainedBy", "n.drained_by"),
                    Field.many("label", """
                            select w.word from node_labels l,
                                   lateral (values (l.name), (l.name || '=' || lower(l.value))) as w (word)
                            where l.node_id = n.id"""),
                    Field.many("group", """
                            select g.name from node_labels l join node_groups g on g.label = l.name and g.value = l.value
                            where l.node_id = n.id"""),
                    Field.number("slivers", "n.slivers").always(),
                    Field.number("cpus", "n.cpus").always(),
                    Field.number("freeCpus", "n.free_cpus").always(),
                    Field.number("memoryBytes", "n.memory_bytes").always(),
                    Field.number("freeMemoryBytes", "n.free_memory_bytes").always(),
                    Field.number("diskBytes", "n.disk_bytes").always(),
                    Field.text("kernel", "n.kernel").always(),
                    Field.text("runtime", "n.runtime").always(),
                    Field.text("agentVersion", "n.agent_version").always());

    private NodeListing() {}
}

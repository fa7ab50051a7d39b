package org.lamella.slivers;

import java.util.Comparator;
import java.util.Optional;
import org.lamella.access.Caller;
import org.lamella.access.Forbidden;
import org.lamella.nodes.NodeView;
import org.lamella.nodes.NodeViews;
import org.lamella.slivers.NodeProcesses.Processes;
import org.lamella.slivers.NodeProcesses.SliverProcess;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Unavailable;
import org.springframework.stereotype.Component;

/**
 * Who may look at processes: those who look after a node, at all of it; who may see a slice, at that of its slivers. Nobody can
 * touch one by it.
 */
@Component
class Spectator {
    private static final Comparator<SliverProcess> BUSIEST_FIRST = Comparator.comparingDouble(SliverProcess::cpuSeconds)
            .reversed()
            .thenComparing(SliverProcess::slice)
            .thenComparingLong(SliverProcess::pid);

    private final NodeViews nodes;
    private final SliverService slivers;
    private final NodeProcesses processes;

    Spectator(NodeViews nodes, SliverService slivers, NodeProcesses processes) {
        this.nodes = nodes;
        this.slivers = slivers;
        this.processes = processes;
    }

    /**
     * All processes of all slivers of a node.
     *
     * @throws NoSuchThing when there is no such node
     * @throws Forbidden when the caller does not look after it
     * @throws Unavailable when the node does not answer
     */
    Processes ofNode(Caller caller, String name) {
        NodeView node = nodes.get(name);
        if (!caller.looksAfterNodesOf(node.site())) {
            throw new Forbidden("only a tech or a PI of " + node.site() + " or an admin may see all that runs on "
                    + name + "; what runs in a slice, its members see");
        }
        return sorted(processes.on(name, Optional.empty()));
    }

    /**
     * The processes of one sliver.
     *
     * @throws NoSuchThing when the slice has no sliver there, or is none for this caller
     * @throws Unavailable when the node does not answer
     */
    Processes ofSliver(Caller caller, String slice, String node) {
        slivers.find(caller, slice, node);
        return sorted(processes.on(node, Optional.of(slice)));
    }

    private static Processes sorted(Processes found) {
        return new Processes(found.items().stream().sorted(BUSIEST_FIRST).toList(), found.leftOut());
    }
}

package org.lamella.slivers;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.lamella.access.Caller;
import org.lamella.nodes.NodeView;
import org.lamella.nodes.NodeViews;
import org.lamella.slices.Visibility;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What runs on a node, for one who may not know every slice: those who look after the node are told all their names. */
@Component
class NodeSlivers {
    private final Slivers slivers;
    private final NodeViews nodes;
    private final JdbcClient jdbc;

    /** @param unnamed how many more there are that the caller may not know of */
    record Shown(List<SliverView> slivers, int unnamed) {}

    NodeSlivers(Slivers slivers, NodeViews nodes, JdbcClient jdbc) {
        this.slivers = slivers;
        this.nodes = nodes;
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    Shown on(Caller caller, NodeView node, int limit) {
        List<SliverView> all = slivers.onNode(node.name(), Limit.of(limit)).stream()
                .map(SliverView::of)
                .toList();
        Set<String> names = Set.copyOf(
                visible(caller, node.name(), all.stream().map(SliverView::slice).toList()));
        List<SliverView> named =
                all.stream().filter(sliver -> names.contains(sliver.slice())).toList();
        return new Shown(named, all.size() - named.size());
    }

    /** Those of the names of slices on a node that the caller may know, in the order of their names. */
    @Transactional(readOnly = true)
    List<String> visible(Caller caller, String node, Collection<String> slices) {
        if (caller.looksAfterNodesOf(nodes.get(node).site())) {
            return slices.stream().sorted().toList();
        }
        Visibility visible = Visibility.of(caller);
        return jdbc.sql(
                        "select s.name from slices s join sites site on site.id = s.site_id where s.name = any(:names) and "
                                + visible.condition() + " order by s.name")
                .param("names", slices.toArray(String[]::new))
                .params(visible.parameters())
                .query(String.class)
                .list();
    }
}

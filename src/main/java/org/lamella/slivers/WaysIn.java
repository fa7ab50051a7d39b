package org.lamella.slivers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.nodes.Door;
import org.lamella.nodes.Doors;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What pages say of ssh: how one gets in, and who did. */
@Component
class WaysIn {
    private static final int MOST_NODES = 50;
    private static final int LOGINS = 20;

    private final Doors doors;
    private final SshLogins logins;

    /** @param command what one types */
    record Way(String node, String command) {}

    WaysIn(Doors doors, SshLogins logins) {
        this.doors = doors;
        this.logins = logins;
    }

    void addToSlice(Model model, String slice, List<SliverView> slivers) {
        List<String> nodes = slivers.stream()
                .filter(sliver -> sliver.state() == SliverState.RUNNING || sliver.state() == SliverState.DEGRADED)
                .map(SliverView::node)
                .sorted()
                .limit(MOST_NODES)
                .toList();
        Map<String, Door> known = doors.of(nodes);
        List<String> reached = nodes.stream().filter(known::containsKey).toList();
        model.addAttribute(
                "ways",
                reached.stream()
                        .map(node -> new Way(node, known.get(node).command(slice)))
                        .toList());
        model.addAttribute(
                "knownHosts",
                reached.stream()
                        .flatMap(node -> known.get(node).knownHosts().stream())
                        .toList());
        model.addAttribute("logins", logins.of(slice, LOGINS));
    }

    void addToNode(Model model, String node) {
        model.addAttribute(
                "door", Optional.ofNullable(doors.of(List.of(node)).get(node)).orElse(null));
    }
}

package org.lamella.nodes;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lamella.web.Version;
import org.springframework.http.ResponseEntity;

/**
 * A node as pages and API show it.
 *
 * @param country of its site, two letters; null where nobody has said it
 * @param diskWeights whether its disk serves slivers by their shares, in words; empty where its agent has not said so
 * @param freeCpus of its CPUs, what nobody has reserved; the part that it keeps for itself among it
 * @param freeMemoryBytes likewise of its memory
 * @param slivers how many it is to hold
 * @param groups those that its labels put it into
 * @param drained null where it takes new slivers
 * @param maintenance the windows that have not ended, the next one first
 * @param version grows with every change that a person makes
 */
public record NodeView(
        String name,
        String site,
        @Nullable String country,
        NodeState state,
        Instant stateSince,
        @Nullable Instant lastHeartbeat,
        String hostname,
        String kernel,
        int cpus,
        BigDecimal freeCpus,
        long memoryBytes,
        long freeMemoryBytes,
        long diskBytes,
        String cgroups,
        String runtime,
        boolean simulated,
        String agentVersion,
        String diskWeights,
        long generationWanted,
        long generationApplied,
        int slivers,
        SortedMap<String, String> labels,
        List<String> groups,
        @Nullable Drain drained,
        List<MaintenanceWindow> maintenance,
        long version) {
    public NodeView {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        groups = List.copyOf(groups);
        maintenance = List.copyOf(maintenance);
    }

    static NodeView of(
            NodeRow row, SortedMap<String, String> labels, List<String> groups, List<MaintenanceWindow> maintenance) {
        HostFacts host = row.host();
        return new NodeView(
                row.name(),
                row.site(),
                row.country(),
                row.state(),
                row.stateSince(),
                row.lastHeartbeat(),
                host.hostname(),
                host.kernel(),
                host.cpus(),
                row.freeCpus(),
                host.memoryBytes(),
                row.freeMemoryBytes(),
                host.diskBytes(),
                host.cgroups(),
                host.runtime(),
                host.simulated(),
                host.agentVersion(),
                row.diskWeights(),
                row.generationWanted(),
                row.generationApplied(),
                row.slivers(),
                labels,
                groups,
                row.drain(),
                maintenance,
                row.version());
    }

    /** With its version; what was seen of it is shown too, so it is part of the tag. */
    ResponseEntity<NodeView> tagged() {
        return Version.of(version).showing(this).answer(this);
    }

    /** Its labels as people write them. */
    public List<String> labelTexts() {
        return labels.entrySet().stream().map(NodeView::text).toList();
    }

    private static String text(Map.Entry<String, String> label) {
        return new Label(label.getKey(), label.getValue()).text();
    }
}

package org.lamella.slivers;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.lamella.access.Caller;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What pages say of slivers that were reset for want of memory. */
@Component
class ResetParts {
    private static final int SHOWN = 10;

    private final MemoryResets resets;
    private final NodeSlivers slivers;

    /**
     * As it is shown.
     *
     * @param left what the node had left
     * @param processes the largest, a line each
     */
    record Row(
            String slice,
            String node,
            Instant at,
            String used,
            String guaranteed,
            String left,
            List<String> processes) {
        Row {
            processes = List.copyOf(processes);
        }

        static Row of(MemoryReset reset) {
            return new Row(
                    reset.slice(),
                    reset.node(),
                    reset.at(),
                    ResetWords.bytes(reset.usedBytes()),
                    ResetWords.guaranteed(reset),
                    ResetWords.left(reset),
                    ResetWords.processes(reset, "\n").lines().toList());
        }
    }

    ResetParts(MemoryResets resets, NodeSlivers slivers) {
        this.resets = resets;
        this.slivers = slivers;
    }

    void addToSlice(Model model, String slice) {
        model.addAttribute(
                "resets",
                resets.newestOfSlice(slice, SHOWN).stream().map(Row::of).toList());
    }

    /** Those of slices that the caller may know. */
    void addToNode(Model model, Caller caller, String node) {
        List<MemoryReset> newest = resets.newestOfNode(node, SHOWN);
        Set<String> known = Set.copyOf(slivers.visible(
                caller, node, newest.stream().map(MemoryReset::slice).distinct().toList()));
        model.addAttribute(
                "resets",
                newest.stream()
                        .filter(reset -> known.contains(reset.slice()))
                        .map(Row::of)
                        .toList());
    }
}

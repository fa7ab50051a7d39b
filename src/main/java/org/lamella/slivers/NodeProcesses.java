package org.lamella.slivers;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lamella.web.Unavailable;

/** Looks at what runs on a node now. Nothing of it is kept. */
public interface NodeProcesses {
    /**
     * One process of a sliver.
     *
     * @param pid the node's number of it
     * @param pidInside the sliver's own number of it
     * @param uidInside the number of its user inside the sliver; 0: root
     * @param state such as SLEEPING; the kernel's letter where there is no word for it
     * @param cpuSeconds of all its threads since it started
     * @param memoryBytes what of it is in memory
     * @param command what it was called with, printable and cut short
     */
    record SliverProcess(
            String slice,
            long pid,
            long pidInside,
            long uidInside,
            String state,
            double cpuSeconds,
            long memoryBytes,
            Instant startedAt,
            String command) {}

    /**
     * All at one moment.
     *
     * @param leftOut so many more there are than one answer holds
     */
    record Processes(List<SliverProcess> items, long leftOut) {
        public Processes {
            items = List.copyOf(items);
        }
    }

    /**
     * Asks the node and waits for its answer; not to be called within a transaction.
     *
     * @param slice of this one alone; empty: of all
     * @throws Unavailable when there is no answer: why
     */
    Processes on(String node, Optional<String> slice);
}

package org.lamella.agent.usage;

import java.util.Objects;
import java.util.Optional;
import org.lamella.agent.cpu.CpuDelivered;
import org.lamella.agent.traffic.TrafficDelivered;

/**
 * One sliver's context at one moment. A number that is not known is {@link Counted#NOT}.
 *
 * @param context tells it from the contexts that the sliver had before: their counts are not its own
 * @param counted since it began
 * @param delivered since this agent looks at it, as is the next
 * @param traffic empty where it has no rate of its own
 * @param memoryEvents since it began
 * @param memoryBytes without what can be dropped at once: files that are cached and not in use
 * @param processes without the context's own
 */
public record Reading(
        String slice,
        long incarnation,
        String context,
        Counted counted,
        Optional<CpuDelivered> delivered,
        Optional<TrafficDelivered> traffic,
        MemoryEvents memoryEvents,
        long memoryBytes,
        long diskBytes,
        long processes) {
    public Reading {
        Objects.requireNonNull(slice);
        Objects.requireNonNull(context);
        Objects.requireNonNull(counted);
        Objects.requireNonNull(delivered);
        Objects.requireNonNull(traffic);
        Objects.requireNonNull(memoryEvents);
    }
}

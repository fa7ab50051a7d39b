package org.lamella.agent.context;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.plan.SliverPlan;

/** Brings new bounds into force in contexts that run. What is in force is in the context's record, so it survives the agent. */
final class Adjustments {
    private final Limits limits;
    private final ContextRecords records;
    /** Wishes that have been dealt with, and with what result: most passes change nothing, and read nothing then. */
    private final Map<String, Settled> settled = new ConcurrentHashMap<>();

    private record Settled(SliverBounds wish, String words) {}

    Adjustments(Limits limits, ContextRecords records) {
        this.limits = limits;
        this.records = records;
    }

    /**
     * @return what is left for the next start, in words; empty: nothing
     * @throws IOException with the kernel's reason, when it refuses a limit
     */
    String adjust(SliverPlan wanted) throws IOException {
        Settled last = settled.get(wanted.slice());
        if (last != null && last.wish().equals(wanted.bounds())) {
            return last.words();
        }
        Optional<ContextRecord> found = records.find(wanted.slice());
        if (found.isEmpty()) {
            return "";
        }
        ContextRecord context = found.get();
        if (!context.limited() || !context.bounds().sameLimitsWhileRunning(wanted.bounds())) {
            limits.apply(wanted.slice(), wanted.bounds());
            records.put(context.limitedTo(context.bounds().withLimitsWhileRunning(wanted.bounds())));
        }
        String words = context.bounds().awaitedAtNextStart(wanted.bounds());
        settled.put(wanted.slice(), new Settled(wanted.bounds(), words));
        return words;
    }

    /** The context is gone, or another one is to come. */
    void forget(String slice) {
        settled.remove(slice);
    }
}

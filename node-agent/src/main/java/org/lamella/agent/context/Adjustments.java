package org.lamella.agent.context;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.plan.SliverIo;
import org.lamella.agent.plan.SliverMemory;
import org.lamella.agent.plan.SliverPlan;

/**
 * Brings new bounds and promises into force in contexts that run. What bounds are in force is in the context's record, so it
 * survives the agent.
 */
final class Adjustments {
    private final Limits limits;
    private final Guarantees guarantees;
    private final DiskIo diskIo;
    private final ContextRecords records;
    /** Wishes that have been dealt with, and with what result: most passes change nothing, and read nothing then. */
    private final Map<String, Settled> settled = new ConcurrentHashMap<>();

    private record Settled(Wish wish, Awaited rest) {}

    private record Wish(SliverBounds bounds, SliverMemory memory, SliverIo io, String address) {
        static Wish of(SliverPlan plan) {
            return new Wish(
                    plan.bounds(),
                    plan.promise().memory(),
                    plan.promise().io(),
                    plan.network().address());
        }
    }

    Adjustments(Limits limits, Guarantees guarantees, DiskIo diskIo, ContextRecords records) {
        this.limits = limits;
        this.guarantees = guarantees;
        this.diskIo = diskIo;
        this.records = records;
    }

    /**
     * @return what is left for the next start
     * @throws IOException with the kernel's reason, when it refuses a limit
     */
    Awaited adjust(SliverPlan wanted) throws IOException {
        Settled last = settled.get(wanted.slice());
        Wish wish = Wish.of(wanted);
        if (last != null && last.wish().equals(wish)) {
            return last.rest();
        }
        Optional<ContextRecord> found = records.find(wanted.slice());
        if (found.isEmpty()) {
            return Awaited.NOTHING;
        }
        ContextRecord context = found.get();
        Refusals refusals = new Refusals();
        refusals.attempt(() -> bound(context, wanted));
        // What is promised is not in the record: to write it once in each life of the agent costs less than to remember
        // it.
        refusals.attempt(() -> guarantees.apply(wanted.slice(), wish.memory()));
        refusals.attempt(() -> diskIo.apply(wanted.slice(), wish.io()));
        refusals.throwIfAny();
        Awaited rest = Awaited.of(context.bounds().awaitedAtNextStart(wanted.bounds()))
                .and(Awaited.of(otherAddress(context.address(), wish.address())));
        settled.put(wanted.slice(), new Settled(wish, rest));
        return rest;
    }

    private static String otherAddress(String has, String wanted) {
        return wanted.isEmpty() || wanted.equals(has)
                ? ""
                : "from its next start: the address " + wanted + " (now " + has + ")";
    }

    private void bound(ContextRecord context, SliverPlan wanted) throws IOException {
        if (!context.limited() || !context.bounds().sameLimitsWhileRunning(wanted.bounds())) {
            limits.apply(wanted.slice(), wanted.bounds());
            records.put(context.limitedTo(context.bounds().withLimitsWhileRunning(wanted.bounds())));
        }
    }

    /** The context is gone, or another one is to come. */
    void forget(String slice) {
        settled.remove(slice);
    }
}

package org.lamella.agent.usage;

import java.util.List;
import java.util.Objects;

/**
 * A window that goes on, as far as it has come: what a restarted agent takes up.
 *
 * @param watchedNanos so much of it
 * @param accounts one of each life of a sliver that had a context in it
 */
record OpenWindow(long beganMillis, long watchedNanos, List<Account> accounts) {
    OpenWindow {
        accounts = List.copyOf(accounts);
    }

    /**
     * One sliver's part.
     *
     * @param context the last that was seen of it
     * @param last what was counted of that when it was last seen
     * @param gained in this window until then
     * @param promisedNanos likewise
     * @param present whether it was there when it was last looked for
     * @param kept in this window until then
     * @param events what it had come to for want of memory when it was last seen
     */
    record Account(
            String slice,
            long incarnation,
            String context,
            Counted last,
            Counted gained,
            boolean present,
            long seenNanos,
            double reservedPercent,
            long promisedNanos,
            long missedNanos,
            long memoryBytes,
            long memoryPeakBytes,
            long guaranteedBytes,
            long diskBytes,
            long processes,
            long processesPeak,
            Kept kept,
            MemoryEvents events) {
        Account {
            Objects.requireNonNull(slice);
            Objects.requireNonNull(context);
            Objects.requireNonNull(last);
            Objects.requireNonNull(gained);
            // What an older agent has left does not have these.
            kept = Objects.requireNonNullElse(kept, Kept.UNKNOWN);
            events = Objects.requireNonNullElse(events, MemoryEvents.UNKNOWN);
        }
    }
}

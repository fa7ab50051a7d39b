package org.lamella.agent.context;

import java.io.IOException;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.plan.SliverMemory;

/**
 * What memory a sliver keeps while others are taken theirs.
 *
 * <p>In v2 that is {@code memory.low} and not {@code memory.min}: both keep memory from being taken while anybody else has some
 * to give, but where nobody has, {@code min} has the kernel kill whatever it likes, of the host too, for the sake of a cache. In
 * v1 it is the soft limit, which says from where on memory is taken before others' is: a sliver without a guarantee has one of
 * nothing, or it would be spared as if it were guaranteed all.
 */
record Guarantees(Cgroups cgroups) {
    private static final String MEMORY = "memory";
    private static final String LOW = "memory.low";
    private static final String SOFT = "memory.soft_limit_in_bytes";

    /**
     * Harmless where it is in force already.
     *
     * @throws IOException with the kernel's reason
     */
    void apply(String slice, SliverMemory memory) throws IOException {
        if (cgroups.isUnified("memory")) {
            low(slice, memory.guaranteedBytes());
        } else if (memory.guaranteedBytes() > 0 || cgroups.has(slice, MEMORY, SOFT)) {
            Refusals.write(cgroups, slice, MEMORY, SOFT, Long.toString(memory.guaranteedBytes()));
        }
    }

    /** A group is kept no more than the groups that it is in are: those have the sum of what is in them. */
    private synchronized void low(String slice, long bytes) throws IOException {
        if (bytes == 0 && !cgroups.has(slice, MEMORY, LOW)) {
            return;
        }
        Refusals.write(cgroups, slice, MEMORY, LOW, Long.toString(bytes));
        cgroups.sumUp(MEMORY, LOW);
    }
}

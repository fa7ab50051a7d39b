package org.lamella.agent.cpu;

import java.io.IOException;
import java.util.OptionalDouble;

/** What the kernel offers to split CPU time between contexts. */
interface CpuGroups {
    /** How many CPUs the node has. */
    int cpus();

    /** Whether the kernel counts how long slivers have to wait. */
    boolean countsWaiting();

    /**
     * @param last what was read of it before. Where it has used nothing since, it waited for nothing either: the least weight
     *     gets some time between two looks. So the rest need not be read of those that sleep, which most do
     * @throws IOException also when the context has just gone
     */
    CpuReading read(String sliver, CpuReading last) throws IOException;

    /**
     * Gives it a weight against the other slivers' weights.
     *
     * @param part 0 to 1 of the sum of all
     */
    void weigh(String sliver, double part) throws IOException;

    /** @param most how many CPUs' time it may use, whatever is idle; empty for no such limit */
    void cap(String sliver, OptionalDouble most) throws IOException;
}

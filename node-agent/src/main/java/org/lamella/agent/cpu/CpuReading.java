package org.lamella.agent.cpu;

import java.time.Duration;

/**
 * What the kernel has counted of one sliver since its context began.
 *
 * @param used CPU time of all its threads
 * @param waited how long at least one of its threads has been ready and had no CPU; zero where the kernel does not count it
 */
record CpuReading(Duration used, Duration waited) {
    /** Where nothing was read yet. */
    static final CpuReading NONE = new CpuReading(Duration.ofNanos(-1), Duration.ZERO);
}

package org.lamella.agent.cpu;

import java.time.Duration;

/**
 * What a sliver was promised of the CPUs and did not get, counted since its context was first looked at by this agent.
 *
 * @param promised its reservation, in CPU time
 * @param missed what it wanted of that and waited for in vain; see {@link Delivery}
 */
public record CpuDelivered(Duration promised, Duration missed) {}

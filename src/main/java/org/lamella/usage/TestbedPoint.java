package org.lamella.usage;

import java.time.Instant;

/**
 * How many slices were active and live on all nodes together in one window.
 *
 * @param nodesHeard of how many nodes something is known; 0: of none, and then all numbers are 0
 * @param activeSlices that had a process on some node
 * @param liveSlices that used at least 0.1 % of a CPU on some node
 */
public record TestbedPoint(Instant from, Instant until, long nodesHeard, long activeSlices, long liveSlices) {}

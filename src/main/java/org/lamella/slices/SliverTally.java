package org.lamella.slices;

/**
 * How many slivers of one slice are in which state.
 *
 * @param wanted all that are not to go
 * @param leaving those that are to go and that a node may still hold
 */
public record SliverTally(
        int wanted,
        int pending,
        int starting,
        int running,
        int degraded,
        int stopped,
        int failed,
        int unknown,
        int leaving) {}

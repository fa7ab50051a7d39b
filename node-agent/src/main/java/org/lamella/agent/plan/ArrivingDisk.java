package org.lamella.agent.plan;

import java.util.Objects;

/**
 * The disk of a sliver that is to come to this node: to be taken and kept, and nothing to be done with before the sliver is in
 * the plan.
 */
public record ArrivingDisk(long transfer, String slice, long incarnation) {
    public ArrivingDisk {
        Objects.requireNonNull(slice);
    }
}

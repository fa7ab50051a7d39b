package org.lamella.reservations;

import java.util.Optional;

/** One rule about who may reserve what where. All rules are asked, under the node's lock. */
public interface ReservationPolicy {
    /** @return why the slice cannot have that reserved there now; empty when the rule has nothing against it */
    Optional<String> objection(long sliceId, long nodeId, ReservationRequest request);
}

package org.lamella.reservations;

/**
 * Told within the transaction that changes what is reserved for a slice on a node, under the node's lock.
 *
 * @param generation of the node's plan that has the change
 */
public record ReservationChanged(long sliceId, long nodeId, long generation) {}

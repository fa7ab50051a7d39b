package org.lamella.slices;

/** Told within the transaction that changes it: the nodes are to have it before they start a sliver again. */
public record SliceInitscriptChanged(Slice slice) {}

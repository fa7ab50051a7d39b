package org.lamella.slices;

/** Told within the transaction that changes them: the nodes are to have them. */
public record SliceCapabilitiesChanged(Slice slice) {}

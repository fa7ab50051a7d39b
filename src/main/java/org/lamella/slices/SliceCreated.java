package org.lamella.slices;

/** Told within the transaction that creates the slice: the placement, which all policies allowed, is to be made. */
public record SliceCreated(Slice slice, Placement placement) {}

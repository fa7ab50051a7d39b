package org.lamella.slices;

/** Told within the transaction in which a slice is stopped or may run again: its slivers are to follow. */
public record SliceGoalChanged(Slice slice) {}

package org.lamella.slices;

/** Told within the transaction in which the slice's goal becomes absent: its slivers must go, then its row. */
public record SliceDeleted(Slice slice) {}

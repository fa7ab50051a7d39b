package org.lamella.slices;

/** Told within the transaction that changes them: others may get into its slivers. */
public record SliceMembersChanged(Slice slice) {}

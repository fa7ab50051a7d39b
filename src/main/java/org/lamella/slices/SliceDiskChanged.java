package org.lamella.slices;

/**
 * Told within the transaction in which the slivers of a slice get another disk limit: those that have none of their own are to
 * follow. Who cannot follow throws, unless it is forced.
 */
public record SliceDiskChanged(Slice slice, DiskLimit limit, boolean force) {}

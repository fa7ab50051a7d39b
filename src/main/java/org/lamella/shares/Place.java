package org.lamella.shares;

/** Where a sliver is: there is at most one of a slice on a node. */
public record Place(long slice, long node) {}

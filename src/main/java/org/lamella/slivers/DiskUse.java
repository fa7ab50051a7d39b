package org.lamella.slivers;

/** How full a sliver's disk is, and what bounds it in fact, as its node last measured it. */
public record DiskUse(long usedBytes, long bytes, long usedInodes, long inodes) {}

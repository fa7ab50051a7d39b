package org.lamella.slices;

/**
 * Told within the transaction that gives a slice another image: slivers that are there keep the one that they were made
 * on, or they would lose their files.
 */
public record SliceImageChanged(Slice slice, String before) {}

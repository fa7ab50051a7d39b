package org.lamella.slices;

/**
 * What has become of one slice of several that something was to be done with.
 *
 * @param words what was done, or why not
 */
public record BulkResult(String slice, boolean done, String words) {}

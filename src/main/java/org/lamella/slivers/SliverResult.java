package org.lamella.slivers;

/**
 * What has become of one sliver of several that something was to be done with.
 *
 * @param done whether it is wanted now
 * @param words what is wanted of it now, or why not
 */
record SliverResult(String node, boolean done, String words) {}

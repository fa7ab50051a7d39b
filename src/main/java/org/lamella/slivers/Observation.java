package org.lamella.slivers;

/** What can be learnt of a sliver: from its node's reports, or from their absence. */
public enum Observation {
    SEEN_STARTING,
    SEEN_RUNNING,
    SEEN_DEGRADED,
    SEEN_STOPPED,
    SEEN_FAILED,
    /** The node reports that it holds no such sliver. */
    SEEN_GONE,
    /** The node has missed its heartbeats. */
    NODE_SILENT
}

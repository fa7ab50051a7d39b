package org.lamella.agent.plan;

/** What is wanted of a sliver. A sliver that is wanted absent is not in the plan at all. */
public enum Goal {
    RUNNING,
    STOPPED
}

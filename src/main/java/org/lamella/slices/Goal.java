package org.lamella.slices;

/** What is wanted of a slice, and of each of its slivers. */
public enum Goal {
    RUNNING,
    STOPPED,
    ABSENT
}

package org.lamella.slivers;

/** What follows from an observation. {@link SliverReports} carries them out, in the order of this enum. */
public enum Effect {
    /** Keep the state, its reason and since when. */
    STORE,
    /** Write into the audit trail that the sliver did not do what it should. */
    AUDIT_TROUBLE,
    /** Tell those who watch the slice. */
    ANNOUNCE
}

package org.lamella.access;

/** What an API token may be used for; a session of the web pages has them all. Each but READ is for writes. */
public enum Scope {
    /** Every GET that its account may make. */
    READ,
    /** Slices, slivers, exec. */
    SLICES,
    /** Nodes. */
    NODES,
    /** People, sites, requests, quotas. */
    PEOPLE,
    /** The rights of an admin, where its account has them; without it an admin's token is a user's. */
    ADMIN
}

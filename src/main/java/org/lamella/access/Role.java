package org.lamella.access;

/** What somebody is at one site. PlanetLab's roles, but for {@code admin}, which is an account's own. */
public enum Role {
    /** Principal investigator: answers for the site's people, slices and nodes. */
    PI,
    /** Uses slices. */
    USER,
    /** Looks after the site's nodes. */
    TECH
}

package org.lamella.accounts;

/** Told within the transaction that suspends it: its slices are to stop. */
public record SiteSuspended(Site site, String reason) {}

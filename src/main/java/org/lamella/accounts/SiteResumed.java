package org.lamella.accounts;

/** Told within the transaction that resumes it: what stopped because of its suspension may run again. */
public record SiteResumed(Site site) {}

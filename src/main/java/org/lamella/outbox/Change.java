package org.lamella.outbox;

/** Something has changed; whoever cares reads what it is now. Carries no content, so it can be told twice or late. */
public record Change(Topic topic, String key) {}

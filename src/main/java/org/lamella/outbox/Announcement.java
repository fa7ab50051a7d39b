package org.lamella.outbox;

import java.time.Instant;

/** A change with its place in the outbox, and when it was made. */
public record Announcement(Position position, Change change, Instant at) {}

package org.lamella.nodes;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/**
 * That a node takes no new slivers, and why. Those that are there stay.
 *
 * @param by the mail address of who did it
 */
@Embeddable
public record Drain(
        @Column(name = "drained_since") Instant since,
        @Column(name = "drained_by") String by,
        @Column(name = "drain_reason") String reason) {}

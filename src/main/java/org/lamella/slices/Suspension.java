package org.lamella.slices;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/**
 * That a person has stopped a slice.
 *
 * @param by the mail address of whoever did
 * @param byAdmin whether it was an admin; then only an admin may end it
 */
@Embeddable
record Suspension(
        @Column(name = "suspended_at") Instant at,
        @Column(name = "suspended_by") String by,
        @Column(name = "suspended_by_admin") Boolean byAdmin,
        @Column(name = "suspended_reason") String reason) {}

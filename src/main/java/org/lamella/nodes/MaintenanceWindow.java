package org.lamella.nodes;

import java.time.Instant;

/**
 * When somebody works on a node: it takes no new slivers in {@code [from, until)}.
 *
 * @param by the mail address of who planned it
 */
public record MaintenanceWindow(long id, Instant from, Instant until, String reason, String by) {
    public boolean isOn(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }
}

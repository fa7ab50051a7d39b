package org.lamella.outbox;

import java.util.List;

/**
 * What was announced behind a position.
 *
 * @param upTo the position to go on from: behind these, and behind those of which this replica knows nothing to say
 */
public record Announcements(List<Announcement> all, Position upTo) {
    public Announcements {
        all = List.copyOf(all);
    }
}

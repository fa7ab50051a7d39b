package org.lamella.accounts;

import java.time.Instant;
import org.lamella.access.Role;

/**
 * Somebody who has shown that the mail address is theirs, and waits for a PI of the site.
 *
 * @param site the login base
 * @param role what they want to be: {@code USER} or {@code TECH}
 * @param words what they say to the PI; empty when nothing
 */
record Registration(
        long id,
        String email,
        String name,
        String site,
        Role role,
        String words,
        Instant createdAt,
        Instant verifiedAt) {}

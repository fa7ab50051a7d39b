package org.lamella.accounts;

import java.util.Set;
import org.lamella.access.Role;

/** Somebody of a site, and what they are there. */
record Person(String email, String name, boolean enabled, Set<Role> roles) {
    Person {
        roles = Set.copyOf(roles);
    }
}

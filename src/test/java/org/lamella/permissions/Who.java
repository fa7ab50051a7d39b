package org.lamella.permissions;

import java.util.Set;
import org.lamella.access.Role;

/** Who calls. The thing that is asked for belongs to the site demo; those who are elsewhere belong to another site. */
enum Who {
    STRANGER("stranger"),
    USER("user"),
    /** A user of the site, and a member of the slice. */
    MEMBER("member"),
    TECH("tech"),
    PI("pi"),
    USER_ELSEWHERE("user"),
    /** A member of a slice of the other site. */
    MEMBER_ELSEWHERE("member"),
    TECH_ELSEWHERE("tech"),
    PI_ELSEWHERE("pi"),
    ADMIN("admin"),
    /** An admin's token that lacks the scope ADMIN. */
    ADMIN_WITHOUT_SCOPE("admin-"),
    /** A token of the site's PI that is for reading only. */
    PI_READING("pi-read");

    private static final Set<Who> ELSEWHERE = Set.of(USER_ELSEWHERE, MEMBER_ELSEWHERE, TECH_ELSEWHERE, PI_ELSEWHERE);
    private static final Set<Who> BY_TOKEN_ALONE = Set.of(ADMIN_WITHOUT_SCOPE, PI_READING);

    private final String title;

    Who(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean isElsewhere() {
        return ELSEWHERE.contains(this);
    }

    /** A session has all rights of its account. */
    boolean hasNoSession() {
        return BY_TOKEN_ALONE.contains(this);
    }

    Role role() {
        return switch (this) {
            case TECH, TECH_ELSEWHERE -> Role.TECH;
            case PI, PI_ELSEWHERE, PI_READING -> Role.PI;
            case STRANGER, USER, MEMBER, USER_ELSEWHERE, MEMBER_ELSEWHERE, ADMIN, ADMIN_WITHOUT_SCOPE -> Role.USER;
        };
    }
}

package org.lamella.access;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * The account behind a request, with the rights that it has at this moment: read anew for every request, so that a role
 * that is taken away is gone at once.
 *
 * @param email the account's mail address, by which it is known
 * @param admin whether it is an admin and shows it: a token without {@link Scope#ADMIN} does not
 * @param roles what it is at which site, by login base
 * @param scopes what it may be used for
 */
public record Caller(long accountId, String email, boolean admin, Map<String, Set<Role>> roles, Set<Scope> scopes)
        implements AuthenticatedPrincipal {
    public Caller {
        roles = Map.copyOf(roles);
        scopes = Set.copyOf(scopes);
        admin = admin && scopes.contains(Scope.ADMIN);
    }

    @Override
    public String getName() {
        return email;
    }

    public boolean is(Role role, String loginBase) {
        return roles.getOrDefault(loginBase, Set.of()).contains(role);
    }

    /** Whether it answers for the site: as its PI, or as an admin. */
    public boolean answersFor(String loginBase) {
        return admin || is(Role.PI, loginBase);
    }

    /** Whether there is a site that it answers for. */
    public boolean answersForSomeSite() {
        return admin || roles.values().stream().anyMatch(held -> held.contains(Role.PI));
    }

    /** Whether it looks after the site's nodes. */
    public boolean looksAfterNodesOf(String loginBase) {
        return answersFor(loginBase) || is(Role.TECH, loginBase);
    }

    public boolean belongsTo(String loginBase) {
        return roles.containsKey(loginBase);
    }

    /** The login bases of the sites where it has the role. */
    public Set<String> sitesAs(Role role) {
        return roles.entrySet().stream()
                .filter(site -> site.getValue().contains(role))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws Forbidden when its token is not good for that */
    public void requireScope(Scope scope) {
        if (!scopes.contains(scope)) {
            throw new Forbidden("this token is not good for that: it lacks the scope " + scope);
        }
    }

    /** @throws Forbidden when the caller is no admin; the words say what only admins may do */
    public void requireAdmin(String what) {
        if (!admin) {
            throw new Forbidden("only an admin may " + what);
        }
    }

    /** @throws Forbidden when the caller neither is a PI of the site nor an admin */
    public void requireAnswersFor(String loginBase, String what) {
        if (!answersFor(loginBase)) {
            throw new Forbidden("only a PI of " + loginBase + " or an admin may " + what);
        }
    }
}

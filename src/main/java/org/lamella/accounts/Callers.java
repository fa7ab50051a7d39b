package org.lamella.accounts;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.access.Role;
import org.lamella.access.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds out what an account may do now, in one query. */
@Component
class Callers {
    /** The roles as login base and role by turns: an array comes over in one piece. */
    private static final String SELECT = """
            select a.id, a.email, a.admin, a.enabled,%s
                   array(select unnest(array[s.login_base, r.role]) from site_roles r join sites s on s.id = r.site_id
                         where r.account_id = a.id) as roles
            from accounts a""";

    private static final String ACCOUNT = SELECT.formatted("");
    private static final String TOKEN = SELECT.formatted(" t.id as token, t.scopes, t.expires_at,")
            + " join api_tokens t on t.account_id = a.id where t.hash = ?";
    private static final Set<Scope> ALL = EnumSet.allOf(Scope.class);

    private final JdbcClient jdbc;

    /** An account as it is now. */
    record Found(Caller caller, boolean enabled) {}

    /**
     * A token and its account as they are now.
     *
     * @param expiresAt null when it never does
     */
    record FoundToken(long id, Instant expiresAt, Found found) {}

    Callers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Found> byId(long accountId) {
        return jdbc.sql(ACCOUNT + " where a.id = ?")
                .param(accountId)
                .query((row, number) -> found(row, ALL))
                .optional();
    }

    Optional<FoundToken> byTokenHash(byte[] hash) {
        return jdbc.sql(TOKEN)
                .param(hash)
                .query((row, number) -> {
                    OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
                    return new FoundToken(
                            row.getLong("token"),
                            expiresAt == null ? null : expiresAt.toInstant(),
                            found(row, scopes(row.getArray("scopes"))));
                })
                .optional();
    }

    private static Found found(ResultSet row, Set<Scope> scopes) throws SQLException {
        var caller = new Caller(
                row.getLong("id"),
                row.getString("email"),
                row.getBoolean("admin"),
                roles(row.getArray("roles")),
                scopes);
        return new Found(caller, row.getBoolean("enabled"));
    }

    static Set<Scope> scopes(Array column) throws SQLException {
        return Arrays.stream((String[]) column.getArray()).map(Scope::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    /** @param column login base and role by turns */
    static Map<String, Set<Role>> roles(Array column) throws SQLException {
        String[] pairs = (String[]) column.getArray();
        Map<String, Set<Role>> roles = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            roles.computeIfAbsent(pairs[i], site -> EnumSet.noneOf(Role.class)).add(Role.valueOf(pairs[i + 1]));
        }
        return roles;
    }
}

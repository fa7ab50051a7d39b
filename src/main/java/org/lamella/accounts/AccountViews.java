package org.lamella.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.stream.Stream;
import org.lamella.access.Caller;
import org.lamella.access.Role;
import org.lamella.web.InvalidInput;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListQuery;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Accounts as their caller may see them: an admin all, a PI those of the own sites, everybody their own. */
@Component
class AccountViews {
    private static final String COLUMNS = """
            a.*, array(select unnest(array[s.login_base, r.role]) from site_roles r join sites s on s.id = r.site_id
                       where r.account_id = a.id) as roles""";

    private static final String OF_CALLER = """
            (:admin or a.id = :self or exists (select 1 from site_roles r join sites s on s.id = r.site_id
                                               where r.account_id = a.id and s.login_base in (:sites)))""";

    /** {@code any} is what a bare word is looked for in; an index knows the same expression. */
    private static final Listing ACCOUNTS = Listing.of("accounts", "accounts a", Field.name("email", "a.email"))
            .with(
                    Field.text("name", "a.name").always(),
                    Field.text("any", "a.email || ' ' || a.name").always(),
                    Field.flag("admin", "a.admin").always(),
                    Field.flag("enabled", "a.enabled").always(),
                    Field.flag("hasPassword", "a.password_hash is not null").always(),
                    Field.time("createdAt", "a.created_at").always(),
                    Field.time("verifiedAt", "a.verified_at"),
                    Field.many("site", """
                            select s.login_base from site_roles r join sites s on s.id = r.site_id
                            where r.account_id = a.id"""),
                    Field.many("role", "select lower(r.role) from site_roles r where r.account_id = a.id"))
            .searchedBy("any");

    private final JdbcClient jdbc;

    AccountViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws NoSuchThing when there is none that the caller may see */
    @Transactional(readOnly = true)
    AccountView get(String email, Caller caller) {
        return jdbc.sql("select " + COLUMNS + " from accounts a where a.email = :email and " + OF_CALLER)
                .param("email", EmailAddress.normal(email))
                .params(parameters(caller))
                .query(AccountViews::view)
                .optional()
                .orElseThrow(() -> new NoSuchThing("account", email));
    }

    /**
     * In the order of their addresses unless another is asked for.
     *
     * @param part what the address or the name must contain besides; empty for all
     * @throws InvalidInput with everything that is wrong with the request
     */
    @Transactional(readOnly = true)
    Page<AccountView> list(String part, ListRequest request, Caller caller) {
        return visible(part, request, caller).page(jdbc, COLUMNS, AccountViews::view);
    }

    /** How many there are on all pages. */
    @Transactional(readOnly = true)
    long count(ListRequest request, Caller caller) {
        return visible("", request, caller).count(jdbc);
    }

    private static ListQuery visible(String part, ListRequest request, Caller caller) {
        ListQuery query = ACCOUNTS.query(request).where(OF_CALLER, parameters(caller));
        return part.isEmpty()
                ? query
                : query.where("a.email || ' ' || a.name ilike :part", Map.of("part", "%" + literal(part) + "%"));
    }

    private static String literal(String part) {
        return part.replaceAll("[\\\\%_]", "\\\\$0");
    }

    private static Map<String, Object> parameters(Caller caller) {
        return Map.of(
                "admin",
                caller.admin(),
                "self",
                caller.accountId(),
                "sites",
                // No site has an empty login base; a list must have an element.
                Stream.concat(Stream.of(""), caller.sitesAs(Role.PI).stream()).toList());
    }

    private static AccountView view(ResultSet row, int number) throws SQLException {
        return new AccountView(
                row.getString("email"),
                row.getString("name"),
                row.getBoolean("admin"),
                row.getBoolean("enabled"),
                row.getString("password_hash") != null,
                instant(row, "created_at"),
                instant(row, "verified_at"),
                Callers.roles(row.getArray("roles")),
                row.getLong("version"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}

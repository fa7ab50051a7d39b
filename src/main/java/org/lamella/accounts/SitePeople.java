package org.lamella.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.lamella.access.Caller;
import org.lamella.access.Role;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.lamella.web.listing.Field;
import org.lamella.web.listing.ListRequest;
import org.lamella.web.listing.Listing;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who is what at a site. A PI gives and takes {@code USER} and {@code TECH}; only an admin makes PIs. Everybody may know the
 * PIs, whom they would ask; the others are known to the site's own people.
 */
@Component
class SitePeople {
    private static final int MOST_SHOWN = 500;
    private static final String COLUMNS = "p.email, p.name, p.enabled, p.roles";

    /** Those of a site, found by the site, with the roles that the caller may know of. */
    private static final String KNOWN = """
            (select a.email, a.name, a.enabled, array_agg(r.role) as roles
             from site_roles r join accounts a on a.id = r.account_id
             where r.site_id = :site and (:all or r.role = 'PI' and a.enabled) group by a.id) p""";

    private static final Listing PEOPLE = Listing.of("people", KNOWN, Field.name("email", "p.email"))
            .with(
                    Field.text("name", "p.name").always(),
                    Field.text("any", "p.email || ' ' || p.name").always(),
                    Field.flag("enabled", "p.enabled").always(),
                    Field.many("role", "select lower(unnest(p.roles))"))
            .searchedBy("any");

    private final SiteService sites;
    private final Accounts accounts;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;

    SitePeople(
            SiteService sites, Accounts accounts, AuditTrail audit, ApplicationEventPublisher events, JdbcClient jdbc) {
        this.sites = sites;
        this.accounts = accounts;
        this.audit = audit;
        this.events = events;
        this.jdbc = jdbc;
    }

    /** In the order of their addresses unless another is asked for, as many as the caller may know. */
    @Transactional(readOnly = true)
    Page<Person> list(String loginBase, ListRequest request, Caller caller) {
        Map<String, Object> known = known(loginBase, caller);
        return PEOPLE.query(request).where("true", known).page(jdbc, COLUMNS, SitePeople::person);
    }

    /** The first of them, for a page. */
    @Transactional(readOnly = true)
    List<Person> list(String loginBase, Caller caller) {
        return jdbc.sql("select " + COLUMNS + " from " + KNOWN + " order by p.email limit " + MOST_SHOWN)
                .params(known(loginBase, caller))
                .query(SitePeople::person)
                .list();
    }

    private Map<String, Object> known(String loginBase, Caller caller) {
        boolean all = caller.admin() || caller.belongsTo(loginBase);
        return Map.of("site", sites.get(loginBase).id(), "all", all);
    }

    private static Person person(ResultSet row, int number) throws SQLException {
        return new Person(
                row.getString("email"),
                row.getString("name"),
                row.getBoolean("enabled"),
                Arrays.stream((String[]) row.getArray("roles").getArray())
                        .map(Role::valueOf)
                        .collect(Collectors.toSet()));
    }

    /** Given twice it is had once. */
    @Transactional
    void give(String loginBase, String email, Role role, Caller caller) {
        Site site = sites.get(loginBase);
        requireMayDecide(loginBase, role, caller);
        Account account = account(email);
        int given = jdbc.sql(
                        "insert into site_roles (account_id, site_id, role) values (?, ?, ?) on conflict do nothing")
                .params(account.id(), site.id(), role.name())
                .update();
        if (given > 0) {
            audit.record("role-given", "account", account.email(), "", Difference.made(facts(loginBase, role)));
            events.publishEvent(new KeysChanged(List.of(account.id())));
        }
    }

    @Transactional
    void take(String loginBase, String email, Role role, Caller caller) {
        Site site = sites.get(loginBase);
        requireMayDecide(loginBase, role, caller);
        Account account = account(email);
        int taken = jdbc.sql("delete from site_roles where account_id = ? and site_id = ? and role = ?")
                .params(account.id(), site.id(), role.name())
                .update();
        if (taken > 0) {
            audit.record("role-taken", "account", account.email(), "", Difference.gone(facts(loginBase, role)));
            events.publishEvent(new KeysChanged(List.of(account.id())));
        }
    }

    private static Map<String, ?> facts(String loginBase, Role role) {
        return Map.of("site", loginBase, "role", word(role));
    }

    private Account account(String email) {
        return accounts.findByEmail(EmailAddress.normal(email)).orElseThrow(() -> new NoSuchThing("account", email));
    }

    private static void requireMayDecide(String loginBase, Role role, Caller caller) {
        String what = "decide who is " + word(role) + " there";
        caller.requireAnswersFor(loginBase, what);
        switch (role) {
            case PI -> caller.requireAdmin("make somebody a PI, or no longer one");
            case USER, TECH -> {}
        }
    }

    static String word(Role role) {
        return switch (role) {
            case PI -> "PI";
            case USER -> "user";
            case TECH -> "tech";
        };
    }
}

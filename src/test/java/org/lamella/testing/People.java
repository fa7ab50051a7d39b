package org.lamella.testing;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import org.lamella.access.Role;
import org.lamella.secrets.Secrets;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes accounts, as they are once they are enabled, and sites. All go after the test. */
public final class People {
    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;
    private final Rest rest;
    private final Browsers browsers;

    People(JdbcClient jdbc, Secrets secrets, Clock clock, Rest rest, Browsers browsers) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
        this.rest = rest;
        this.browsers = browsers;
    }

    /** An account, and its ways in. */
    public final class Person {
        private final String email;
        private final Rest rest;

        Person(String email, Rest rest) {
            this.email = email;
            this.rest = rest;
        }

        public String email() {
            return email;
        }

        /** A script with a token of theirs that is good for everything. */
        public Rest rest() {
            return rest;
        }

        /** A browser that they have signed in with. */
        public Browser browser() {
            Browser browser = browsers.open();
            browser.signIn(Browsers.signInCode(rest));
            return browser;
        }
    }

    public void site(String loginBase) {
        jdbc.sql("insert into sites (login_base, name, enabled, created_at) values (?, ?, true, ?)")
                .params(loginBase, "Site " + loginBase, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    public Person admin() {
        return person("admin2@example.org", true);
    }

    /** The address is {@code role.site@example.org}. */
    public Person at(String loginBase, Role role) {
        return named(role.name().toLowerCase(Locale.ROOT) + "." + loginBase, loginBase, role);
    }

    /** @param name what stands before {@code @example.org} */
    public Person named(String name, String loginBase, Role role) {
        Person person = person(name + "@example.org", false);
        jdbc.sql("""
                        insert into site_roles (account_id, site_id, role)
                        select a.id, s.id, ? from accounts a, sites s where a.email = ? and s.login_base = ?""").params(role.name(), person.email(), loginBase).update();
        return person;
    }

    private Person person(String email, boolean admin) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        long id = jdbc.sql("""
                        insert into accounts (email, name, admin, enabled, created_at)
                        values (?, ?, ?, true, ?) returning id""")
                .params(email, email.substring(0, email.indexOf('@')), admin, now)
                .query(Long.class)
                .single();
        String token = "lat_" + secrets.randomText(32);
        jdbc.sql("insert into api_tokens (hash, account_id, label, created_at) values (?, ?, 'test', ?)")
                .params(secrets.hash(token), id, now)
                .update();
        return new Person(email, rest.authorizedBy("Bearer " + token));
    }
}

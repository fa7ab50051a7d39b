package org.lamella.accounts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lamella.access.Role;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What other features ask about people: whom to write to, and who stands behind an address. Disabled accounts are nobody. */
@Component
public class PeopleReader {
    private final JdbcClient jdbc;

    PeopleReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The mail addresses of those who have the role at the site, in order. */
    public List<String> emailsOf(String loginBase, Role role) {
        return jdbc.sql("""
                        select a.email from accounts a join site_roles r on r.account_id = a.id
                          join sites s on s.id = r.site_id
                        where s.login_base = ? and r.role = ? and a.enabled order by a.email""").params(loginBase, role.name()).query(String.class).list();
    }

    public List<String> adminEmails() {
        return jdbc.sql("select email from accounts where admin and enabled order by email")
                .query(String.class)
                .list();
    }

    /** The PIs of the site, and where it has none, the admins. */
    public List<String> answeringFor(String loginBase) {
        List<String> pis = emailsOf(loginBase, Role.PI);
        return pis.isEmpty() ? adminEmails() : pis;
    }

    /** @param email in any case */
    public Optional<Long> accountIdOf(String email) {
        return jdbc.sql("select id from accounts where email = ? and enabled")
                .param(email.strip().toLowerCase(Locale.ROOT))
                .query(Long.class)
                .optional();
    }
}

package org.lamella.slices;

import java.util.List;
import org.lamella.access.Role;
import org.lamella.accounts.PeopleReader;
import org.lamella.mail.Mail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is told of what happens to a slice: its members; when it has none, the PIs of its site. */
@Component
public class SliceReaders {
    private final Members members;
    private final PeopleReader people;
    private final JdbcClient jdbc;

    SliceReaders(Members members, PeopleReader people, JdbcClient jdbc) {
        this.members = members;
        this.people = people;
        this.jdbc = jdbc;
    }

    /**
     * Some people, and why it is they.
     *
     * @param emails only such as mail can go to: that of an installation's first admin may be another
     * @param why goes on from "You get this because", as {@link Mail.Kind#why()}
     */
    public record Readers(List<String> emails, String why) {
        public Readers {
            emails = emails.stream().filter(Mail::isAddress).toList();
        }
    }

    private record Named(long id, String name, String site) {}

    /** Nobody for a slice that is gone. */
    public Readers of(String slice) {
        return jdbc.sql(
                        "select s.id, s.name, site.login_base as site from slices s join sites site on site.id = s.site_id where s.name = ?")
                .param(slice)
                .query(Named.class)
                .optional()
                .map(found -> of(found.id(), found.name(), found.site()))
                .orElse(new Readers(List.of(), "you are a member of the slice " + slice));
    }

    Readers of(Slice slice) {
        return of(slice.id(), slice.name().toString(), slice.site().loginBase());
    }

    private Readers of(long id, String name, String site) {
        List<String> own = members.emails(id);
        return own.stream().noneMatch(Mail::isAddress)
                ? new Readers(
                        people.emailsOf(site, Role.PI),
                        "you are a PI of " + site + ", and the slice " + name + " has no member who can be told")
                : new Readers(own, "you are a member of the slice " + name);
    }
}

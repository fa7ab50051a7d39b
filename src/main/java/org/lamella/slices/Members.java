package org.lamella.slices;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is a member of which slice. */
@Component
class Members {
    /** Nobody works with more people than that on one slice; every list of them is whole. */
    static final int MOST = 200;

    private final JdbcClient jdbc;
    private final Clock clock;

    /** @param sites the login bases of the sites that the member is of, in the order of their names */
    record Member(String email, String name, List<String> sites, OffsetDateTime since) {
        Member {
            sites = List.copyOf(sites);
        }
    }

    Members(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    List<Member> of(String slice) {
        return jdbc.sql("""
                        select a.email, a.name, m.since,
                               array(select distinct b.login_base from site_roles r join sites b on b.id = r.site_id
                                     where r.account_id = a.id order by 1) as sites
                        from slice_members m join slices s on s.id = m.slice_id join accounts a on a.id = m.account_id
                        where s.name = ? order by a.email""")
                .param(slice)
                .query((row, number) -> new Member(
                        row.getString("email"),
                        row.getString("name"),
                        List.of((String[]) row.getArray("sites").getArray()),
                        row.getObject("since", OffsetDateTime.class)))
                .list();
    }

    /** Those who are not disabled: the others are sent no mail. */
    List<String> emails(long sliceId) {
        return jdbc.sql("""
                        select a.email from slice_members m join accounts a on a.id = m.account_id
                        where m.slice_id = ? and a.enabled order by a.email""").param(sliceId).query(String.class).list();
    }

    int count(long sliceId) {
        return jdbc.sql("select count(*) from slice_members where slice_id = ?")
                .param(sliceId)
                .query(Integer.class)
                .single();
    }

    /** @return false when it was one already */
    boolean add(long sliceId, long accountId) {
        return jdbc.sql(
                                "insert into slice_members (slice_id, account_id, since) values (?, ?, ?) on conflict do nothing")
                        .params(sliceId, accountId, clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** @return false when there was no such member */
    boolean remove(long sliceId, String email) {
        return jdbc.sql("""
                        delete from slice_members m using accounts a
                        where m.slice_id = ? and a.id = m.account_id and a.email = lower(?)""").params(sliceId, email).update() == 1;
    }
}

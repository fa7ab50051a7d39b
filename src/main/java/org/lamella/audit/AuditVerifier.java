package org.lamella.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.lamella.audit.Verification.Fault;
import org.lamella.audit.Verification.Noted;
import org.lamella.audit.Verification.Unsealed;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Walks the chain from its first row to its head, a batch at a time. */
@Component
class AuditVerifier {
    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;

    /**
     * One row of the chain.
     *
     * @param row null when the seal is all that is left of it
     */
    private record Link(Seal seal, long event, AuditRow row) {
        static Link of(ResultSet row, int number) throws SQLException {
            AuditRow sealed = row.getObject("id") == null ? null : AuditRow.of(row, number);
            return new Link(Seal.of(row, number), row.getLong("event_id"), sealed);
        }

        Fault fault(String message) {
            return new Fault(seal.position(), event, message);
        }
    }

    AuditVerifier(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All of it in one snapshot: rows that are sealed meanwhile count as not sealed yet. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Verification verify(Optional<Noted> noted) {
        Optional<Fault> fault = faultInTheChain(noted).or(this::faultBesideTheChain);
        Seal head = Sealer.head(jdbc);
        return new Verification(fault.isEmpty(), head.position(), head.hash(), unsealed(), fault.orElse(null));
    }

    private Optional<Fault> faultInTheChain(Optional<Noted> noted) {
        Seal last = Seal.NONE;
        List<Link> links;
        do {
            links = linksAfter(last.position());
            for (Link link : links) {
                Optional<Fault> fault = fault(last, link, noted);
                if (fault.isPresent()) {
                    return fault;
                }
                last = link.seal();
            }
        } while (links.size() == BATCH);
        return cutOff(last, noted);
    }

    private static Optional<Fault> fault(Seal before, Link link, Optional<Noted> noted) {
        long expected = before.position() + 1;
        long position = link.seal().position();
        if (position != expected) {
            return Optional.of(new Fault(
                    expected, null, "the rows at %d to %d of the chain are gone".formatted(expected, position - 1)));
        }
        if (link.row() == null) {
            return Optional.of(link.fault("row %d is gone, only its seal is left".formatted(link.event())));
        }
        if (!before.next(link.row()).equals(link.seal())) {
            return Optional.of(link.fault(
                    "row %d is not what was sealed, or does not follow the row before it".formatted(link.event())));
        }
        return noted.filter(head -> head.rows() == position
                        && !head.head().equals(link.seal().hash()))
                .map(head -> link.fault("the first %d rows are not those of the noted head: the chain was written anew"
                        .formatted(head.rows())));
    }

    private static Optional<Fault> cutOff(Seal last, Optional<Noted> noted) {
        return noted.filter(head -> head.rows() > last.position())
                .map(head -> new Fault(
                        last.position() + 1,
                        null,
                        "the chain was noted with %d rows and has %d: its end was cut off"
                                .formatted(head.rows(), last.position())));
    }

    /** A row that is neither sealed nor waiting for it was added past the trail, or its seal was cut off. */
    private Optional<Fault> faultBesideTheChain() {
        return jdbc.sql("""
                        select min(e.id) from audit_events e
                        where not exists (select 1 from audit_seals s where s.event_id = e.id)
                          and not exists (select 1 from audit_unsealed u where u.event_id = e.id)""")
                .query(Long.class)
                .optional()
                .map(event -> new Fault(
                        Sealer.head(jdbc).position() + 1,
                        event,
                        "row %d has no seal and does not wait for one: it was put in by hand, or its seal was cut off"
                                .formatted(event)));
    }

    private List<Link> linksAfter(long position) {
        return jdbc.sql("select s.position, s.event_id, s.hash, " + AuditRow.COLUMNS + """
                         from audit_seals s left join audit_events e on e.id = s.event_id
                        where s.position > ? order by s.position limit ?""")
                .params(position, BATCH)
                .query(Link::of)
                .list();
    }

    private Unsealed unsealed() {
        return jdbc.sql(
                        "select count(*) as rows, min(e.at) as since from audit_unsealed u join audit_events e on e.id = u.event_id")
                .query((row, number) -> {
                    OffsetDateTime since = row.getObject("since", OffsetDateTime.class);
                    return new Unsealed(row.getLong("rows"), since == null ? null : since.toInstant());
                })
                .single();
    }
}

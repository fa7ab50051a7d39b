package org.lamella.outbox;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The outbox table, read in an order in which nothing becomes visible behind a reader. */
@Component
class OutboxRows {
    private final JdbcClient jdbc;

    /** @param change empty for a topic that only a newer replica knows */
    record Row(Position position, Optional<Change> change, OffsetDateTime at) {}

    OutboxRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Every row before it is visible now or never will be. */
    Position complete() {
        return Position.before(transaction("pg_snapshot_xmin"));
    }

    /** Every row that there is stands before it. */
    Position end() {
        return Position.before(transaction("pg_snapshot_xmax"));
    }

    /** The last row that has been deleted, as far as it matters. */
    Position forgotten() {
        return jdbc.sql("select tx::text as tx, id from outbox_forgotten")
                .query((row, number) -> new Position(Long.parseLong(row.getString("tx")), row.getLong("id")))
                .single();
    }

    List<Row> between(Position after, Position before, int most) {
        return jdbc.sql("""
                        select id, tx::text as tx, topic, key, at from outbox
                        where (tx, id) > (cast(? as xid8), ?) and (tx, id) < (cast(? as xid8), ?)
                        order by tx, id limit ?""")
                .params(Long.toString(after.tx()), after.id(), Long.toString(before.tx()), before.id(), most)
                .query((row, number) -> new Row(
                        new Position(Long.parseLong(row.getString("tx")), row.getLong("id")),
                        change(row.getString("topic"), row.getString("key")),
                        row.getObject("at", OffsetDateTime.class)))
                .list();
    }

    void forget(OffsetDateTime until) {
        jdbc.sql("""
                        with gone as (delete from outbox where at < ? returning tx, id),
                        last as (select tx, id from gone order by tx desc, id desc limit 1)
                        update outbox_forgotten f set tx = last.tx, id = last.id
                        from last where (f.tx, f.id) < (last.tx, last.id)""").param(until).update();
    }

    private long transaction(String bound) {
        return Long.parseLong(jdbc.sql("select " + bound + "(pg_current_snapshot())::text")
                .query(String.class)
                .single());
    }

    private static Optional<Change> change(String topic, String key) {
        return Arrays.stream(Topic.values())
                .filter(known -> known.name().equals(topic))
                .map(known -> new Change(known, key))
                .findFirst();
    }
}

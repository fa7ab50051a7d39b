package org.lamella.web.whole;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All that requests write to the database, to be compared. */
record Tables(Map<String, String> contents) {
    /** The audit trail is sealed, and that announced, whenever its time has come. */
    private static final Set<String> OF_THE_SEALER = Set.of("audit_seals", "audit_unsealed");

    static Tables read(JdbcClient jdbc) {
        Map<String, String> contents = new TreeMap<>();
        jdbc
                .sql("select tablename from pg_tables where schemaname = current_schema()")
                .query(String.class)
                .list()
                .stream()
                .filter(table -> !OF_THE_SEALER.contains(table))
                .forEach(table -> contents.put(table, content(jdbc, table)));
        return new Tables(contents);
    }

    private static String content(JdbcClient jdbc, String table) {
        return jdbc.sql("select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from " + table + " t"
                        + (table.equals("outbox") ? " where topic <> 'AUDIT'" : ""))
                .query(String.class)
                .single();
    }
}

package org.lamella.permissions;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What every table held at one moment, to be put back after a request that changed something. The trail and the outbox go
 * on: they only grow, and nothing is permitted or refused by them.
 */
final class DatabaseSnapshot implements AutoCloseable {
    private static final String SCHEMA = "snapshot_of_test";
    private static final String TABLES = """
            select tablename from pg_tables
            where schemaname = current_schema()
              and tablename !~ '^(flyway|outbox|audit)' order by tablename""";
    private static final String REFERENCES = """
            select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
            where contype = 'f' and conrelid <> confrelid""";
    private static final String COLUMNS = """
            select string_agg(quote_ident(column_name), ', ') from information_schema.columns
            where table_schema = current_schema() and table_name = ? and is_generated = 'NEVER'""";
    private static final String HAS_TRIGGERS =
            "select exists (select 1 from pg_trigger where tgrelid = ?::regclass and not tgisinternal)";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final List<String> restoring = new ArrayList<>();

    private record Reference(String child, String parent) {}

    private DatabaseSnapshot(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    static DatabaseSnapshot take(JdbcTemplate jdbc, TransactionTemplate transaction) {
        DatabaseSnapshot snapshot = new DatabaseSnapshot(jdbc, transaction);
        jdbc.execute("create schema " + SCHEMA);
        List<String> parentsFirst = parentsFirst(jdbc);
        parentsFirst.reversed().forEach(table -> snapshot.restoring.add("delete from " + table));
        parentsFirst.forEach(snapshot::keep);
        return snapshot;
    }

    private void keep(String table) {
        jdbc.execute("create table " + SCHEMA + "." + table + " as table " + table);
        String columns = jdbc.queryForObject(COLUMNS, String.class, table);
        restoring.add("insert into %1$s (%2$s) overriding system value select %2$s from %3$s.%1$s"
                .formatted(table, columns, SCHEMA));
        if (Boolean.TRUE.equals(jdbc.queryForObject(HAS_TRIGGERS, Boolean.class, table))) {
            restoring.addFirst("alter table " + table + " disable trigger user");
            restoring.add("alter table " + table + " enable trigger user");
        }
    }

    private static List<String> parentsFirst(JdbcTemplate jdbc) {
        Set<String> left = new LinkedHashSet<>(jdbc.queryForList(TABLES, String.class));
        Map<String, Set<String>> parents = jdbc
                .query(REFERENCES, (row, number) -> new Reference(row.getString("child"), row.getString("parent")))
                .stream()
                .collect(Collectors.groupingBy(
                        Reference::child, Collectors.mapping(Reference::parent, Collectors.toSet())));
        List<String> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            String next = left.stream()
                    .filter(table ->
                            parents.getOrDefault(table, Set.of()).stream().noneMatch(left::contains))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("these refer to each other in a circle: " + left));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    void restore() {
        transaction.executeWithoutResult(status -> jdbc.execute(String.join(";\n", restoring)));
    }

    @Override
    public void close() {
        restore();
        jdbc.execute("drop schema " + SCHEMA + " cascade");
    }
}

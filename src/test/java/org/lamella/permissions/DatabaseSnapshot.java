package org.lamella.permissions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
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
    private final List<Kept> parentsFirst = new ArrayList<>();
    private final String changed;

    private record Reference(String child, String parent) {}

    /** A table, whom its rows refer to, what they were, and what fills it again. */
    private record Kept(String table, Set<String> parents, String digest, String insert, boolean hasTriggers) {
        String triggers(String enableOrDisable) {
            return "alter table %s %s trigger user".formatted(table, enableOrDisable);
        }
    }

    private DatabaseSnapshot(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        Map<String, Set<String>> parents = jdbc
                .query(REFERENCES, (row, number) -> new Reference(row.getString("child"), row.getString("parent")))
                .stream()
                .collect(Collectors.groupingBy(
                        Reference::child, Collectors.mapping(Reference::parent, Collectors.toSet())));
        Set<String> left = new LinkedHashSet<>(jdbc.queryForList(TABLES, String.class));
        while (!left.isEmpty()) {
            String next = left.stream()
                    .filter(table ->
                            parents.getOrDefault(table, Set.of()).stream().noneMatch(left::contains))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("these refer to each other in a circle: " + left));
            left.remove(next);
            parentsFirst.add(keep(next, parents.getOrDefault(next, Set.of())));
        }
        changed = parentsFirst.stream()
                .map(kept -> "select '%s' where %s <> '%s'".formatted(kept.table, digestOf(kept.table), kept.digest))
                .collect(Collectors.joining("\nunion all\n"));
    }

    /** Of rows as text: not every type has an order, or is equal to anything. */
    private static String digestOf(String table) {
        return "(select coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') from " + table + " t)";
    }

    static DatabaseSnapshot take(JdbcTemplate jdbc, TransactionTemplate transaction) {
        jdbc.execute("create schema " + SCHEMA);
        return new DatabaseSnapshot(jdbc, transaction);
    }

    private Kept keep(String table, Set<String> parents) {
        jdbc.execute("create table " + SCHEMA + "." + table + " as table " + table);
        String columns = jdbc.queryForObject(COLUMNS, String.class, table);
        return new Kept(
                table,
                parents,
                jdbc.queryForObject("select " + digestOf(table), String.class),
                "insert into %1$s (%2$s) overriding system value select %2$s from %3$s.%1$s"
                        .formatted(table, columns, SCHEMA),
                Boolean.TRUE.equals(jdbc.queryForObject(HAS_TRIGGERS, Boolean.class, table)));
    }

    /** Most requests change little: a row is put back only where its table, or one that it refers to, is another than it was. */
    void restore() {
        transaction.executeWithoutResult(status -> {
            // With arguments, if none: so it is prepared, and planned once.
            Set<String> emptied = new HashSet<>(jdbc.queryForList(changed, String.class, new Object[0]));
            List<Kept> stale = new ArrayList<>();
            for (Kept kept : parentsFirst) {
                if (emptied.contains(kept.table) || !Collections.disjoint(kept.parents, emptied)) {
                    emptied.add(kept.table);
                    stale.add(kept);
                }
            }
            if (!stale.isEmpty()) {
                jdbc.execute(String.join(";\n", restoring(stale)));
            }
        });
    }

    private static List<String> restoring(List<Kept> parentsFirst) {
        List<Kept> triggered = parentsFirst.stream().filter(Kept::hasTriggers).toList();
        List<String> statements = new ArrayList<>();
        triggered.forEach(kept -> statements.add(kept.triggers("disable")));
        parentsFirst.reversed().forEach(kept -> statements.add("delete from " + kept.table));
        parentsFirst.forEach(kept -> statements.add(kept.insert));
        triggered.forEach(kept -> statements.add(kept.triggers("enable")));
        return statements;
    }

    @Override
    public void close() {
        restore();
        jdbc.execute("drop schema " + SCHEMA + " cascade");
    }
}

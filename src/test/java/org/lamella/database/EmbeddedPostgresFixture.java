package org.lamella.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** Short words for what the tests of the embedded server do again and again. */
final class EmbeddedPostgresFixture {
    private EmbeddedPostgresFixture() {}

    static EmbeddedPostgres start(Path data) {
        return start(data, Map.of());
    }

    static EmbeddedPostgres start(Path data, Map<String, String> parameters) {
        return EmbeddedPostgres.start(new EmbeddedPostgres.Settings(data, TestBinaries.FOLDER, parameters));
    }

    static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String ask(Database database, String query) throws SQLException {
        try (Connection connection = connect(database);
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static Path cluster(Path data) {
        return PostgresFolder.below(data).cluster();
    }

    static ProcessHandle postmaster(Path data) throws IOException {
        String pid = Files.readAllLines(cluster(data).resolve("postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    /** One line of the kernel's account of a process, e.g. {@code CapEff}. */
    static String status(ProcessHandle process, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1)
                .strip();
    }
}

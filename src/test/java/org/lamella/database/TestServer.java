package org.lamella.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The PostgreSQL server that this JVM's tests share, as {@link DatabaseTest} says. */
record TestServer(String host, int port, String maintenanceDatabase, String user, String password) {
    private static final String CHOICE = "lamella.test.database";
    private static final String IMAGE = "lamella.test.postgres-image";
    private static final int EMBEDDED_SERVERS_AT_MOST = 16;

    /** Nothing here has to survive a power cut. */
    private static final Map<String, String> FAST =
            Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off", "max_connections", "300");

    /** Started when first asked for; ends with the JVM. */
    static TestServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        static final TestServer SERVER = of(System.getProperty(CHOICE, "embedded"));
    }

    private static TestServer of(String choice) {
        return switch (choice) {
            case "embedded" -> embedded();
            case "testcontainers" -> container();
            default -> external(choice);
        };
    }

    /** In the first folder that no other JVM uses: made once, used by many builds. */
    private static TestServer embedded() {
        for (int slot = 0; slot < EMBEDDED_SERVERS_AT_MOST; slot++) {
            Path data = TestBinaries.TARGET.resolve("test-postgres").resolve(PostgresBinaries.version() + "-" + slot);
            try {
                TestServer server =
                        at(EmbeddedPostgres.start(new EmbeddedPostgres.Settings(data, TestBinaries.FOLDER, FAST)));
                server.dropAllOf(TestDatabase.PREFIX);
                return server;
            } catch (DataFolderInUse another) {
                // The next slot, then.
            }
        }
        throw new IllegalStateException(
                "%d test servers run below %s already".formatted(EMBEDDED_SERVERS_AT_MOST, TestBinaries.TARGET));
    }

    @SuppressWarnings("resource") // Ends with the JVM: Testcontainers' own reaper, or shutdown hook, removes it.
    private static TestServer container() {
        var image = DockerImageName.parse(System.getProperty(IMAGE, "postgres:18-alpine"))
                .asCompatibleSubstituteFor("postgres");
        PostgreSQLContainer container =
                new PostgreSQLContainer(image).withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        container.start();
        return at(new ExternalPostgres(container.getJdbcUrl(), container.getUsername(), container.getPassword()));
    }

    private static TestServer external(String url) {
        Properties parts = url.startsWith("jdbc:postgresql:") ? Driver.parseURL(url, null) : null;
        if (parts == null) {
            throw new IllegalArgumentException(
                    "-D%s=%s is none of embedded, testcontainers, jdbc:postgresql://host/database?user=…&password=…"
                            .formatted(CHOICE, url));
        }
        return of(parts, PGProperty.USER.getOrDefault(parts), PGProperty.PASSWORD.getOrDefault(parts));
    }

    private static TestServer at(Database database) {
        return of(Driver.parseURL(database.url(), null), database.user(), database.password());
    }

    private static TestServer of(Properties url, String user, String password) {
        return new TestServer(
                PGProperty.PG_HOST.getOrDefault(url),
                Integer.parseInt(PGProperty.PG_PORT.getOrDefault(url)),
                PGProperty.PG_DBNAME.getOrDefault(url),
                user,
                password);
    }

    String url(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }

    /** Drops the databases whose name begins so. */
    void dropAllOf(String prefix) {
        List<String> drops = new ArrayList<>();
        try (Connection connection = connect();
                var names = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT datname FROM pg_database WHERE starts_with(datname, '%s')".formatted(prefix))) {
            while (names.next()) {
                drops.add("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(names.getString(1)));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("PostgreSQL at " + url(maintenanceDatabase), failed);
        }
        execute(drops.toArray(String[]::new));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(maintenanceDatabase), user, password);
    }

    /** Runs statements outside any test's database. */
    void execute(String... statements) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("PostgreSQL at " + url(maintenanceDatabase), failed);
        }
    }
}

package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lamella.database.EmbeddedPostgresFixture.ask;
import static org.lamella.database.EmbeddedPostgresFixture.cluster;
import static org.lamella.database.EmbeddedPostgresFixture.execute;
import static org.lamella.database.EmbeddedPostgresFixture.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

class EmbeddedPostgresTest {
    @TempDir
    Path data;

    @Test
    void keepsDataPortAndPasswordOverARestart() throws Exception {
        String url;
        String password;
        try (EmbeddedPostgres first = start(data)) {
            execute(first, "CREATE TABLE slices AS SELECT 'princeton_cdn' AS name");
            url = first.url();
            password = first.password();
        }
        try (EmbeddedPostgres second = start(data)) {
            assertThat(ask(second, "SELECT name FROM slices")).isEqualTo("princeton_cdn");
            assertThat(second.url()).isEqualTo(url);
            assertThat(second.password()).isEqualTo(password);
        }
    }

    @Test
    void isARealServerForThisMachineOnly() throws Exception {
        try (EmbeddedPostgres server = start(data)) {
            assertThat(ask(server, "SHOW server_version")).startsWith("18.");
            assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Files.readAllLines(cluster(data).resolve("postmaster.pid"))
                            .get(4))
                    .as("folder of the unix socket")
                    .isEmpty();
            assertThat(ask(server, "SHOW data_checksums")).isEqualTo("on");
            assertThat(ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void givesTheExtensionsThatMigrationsAskFor() throws Exception {
        try (EmbeddedPostgres server = start(data)) {
            for (String extension : new String[] {"btree_gist", "pg_trgm", "citext", "pgcrypto"}) {
                execute(server, "CREATE EXTENSION " + extension);
            }
            assertThat(ask(server, "SELECT count(*) FROM pg_extension WHERE extname <> 'plpgsql'"))
                    .isEqualTo("4");
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        try (EmbeddedPostgres server = start(data)) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "postgres", server.password()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("no pg_hba.conf entry");
        }
    }

    @Test
    void keepsThePasswordAndTheLogFromOthersEyes() throws IOException {
        try (EmbeddedPostgres server = start(data)) {
            PostgresFolder folder = PostgresFolder.below(data);
            assertThat(folder.password()).hasContent(server.password());
            assertThat(permissions(folder.password())).isEqualTo("rw-------");
            assertThat(permissions(folder.log())).isEqualTo("rw-------");
            assertThat(permissions(folder.cluster())).isEqualTo("rwx------");
        }
    }

    @Test
    void makesANewPasswordWhenTheFileIsLost() throws Exception {
        start(data).close();
        Files.delete(PostgresFolder.below(data).password());
        try (EmbeddedPostgres server = start(data)) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void startsAnewWhereOnlyTheDataWereRemoved() throws Exception {
        start(data).close();
        FileSystemUtils.deleteRecursively(cluster(data));
        try (EmbeddedPostgres server = start(data)) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void keepsOthersOutWhenAnEarlierOneIsClosedTwice() {
        EmbeddedPostgres earlier = start(data);
        earlier.close();
        try (EmbeddedPostgres server = start(data)) {
            earlier.close();
            assertThatThrownBy(() -> start(data)).isInstanceOf(DataFolderInUse.class);
            assertThat(server.url()).startsWith("jdbc:postgresql://127.0.0.1:");
        }
    }

    @Test
    void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
        EmbeddedPostgres first = start(data);
        int port = port(first);
        first.close();
        try (ServerSocket squatter = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres second = start(data)) {
            assertThat(port(second)).isNotEqualTo(squatter.getLocalPort());
            assertThat(ask(second, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesASecondOpenerNamingTheFirst() throws Exception {
        try (EmbeddedPostgres server = start(data)) {
            assertThatThrownBy(() -> start(data))
                    .isInstanceOf(DataFolderInUse.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
        start(data).close();
    }

    @Test
    void refusesAFolderOfAnotherMajorVersionAndTouchesNothing() throws IOException {
        Files.createDirectories(cluster(data));
        Path made = PostgresFolder.below(data).version();
        Files.writeString(made, "17.4.0\n");
        assertThatThrownBy(() -> start(data))
                .isInstanceOf(DataFolderOfAnotherVersion.class)
                .hasMessageContaining("PostgreSQL 17.4.0")
                .hasMessageContaining("PostgreSQL " + PostgresBinaries.version());
        assertThat(made).hasContent("17.4.0");
        try (var files = Files.list(made.getParent())) {
            assertThat(files).containsExactlyInAnyOrder(made, cluster(data));
        }
    }

    @Test
    void makesTheClusterAgainAfterBeingKilledWhileMakingIt() throws Exception {
        Path unfinished = Files.createDirectories(PostgresFolder.below(data).unfinishedCluster());
        Files.writeString(unfinished.resolve("PG_VERSION"), "18");
        try (EmbeddedPostgres server = start(data)) {
            assertThat(ask(server, "SELECT current_database()")).isEqualTo("lamella");
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void saysInTheServersOwnWordsWhyItDoesNotStart() {
        assertThatThrownBy(() -> start(data, Map.of("shared_buffers", "a lot")))
                .isInstanceOfSatisfying(EmbeddedPostgresFailed.class, failure -> {
                    assertThat(failure)
                            .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"a lot\"");
                    assertThat(failure.action()).contains("/postgres/log");
                });
        start(data).close();
    }

    private static int port(Database database) {
        return URI.create(database.url().substring("jdbc:".length())).getPort();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}

package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.lamella.database.EmbeddedPostgresFixture.ask;
import static org.lamella.database.EmbeddedPostgresFixture.postmaster;
import static org.lamella.database.EmbeddedPostgresFixture.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the control plane's JVM, alone and together with its PostgreSQL. */
class KilledJvmTest {
    @TempDir
    Path data;

    @Test
    void takesItsServerAlong() throws Exception {
        try (ChildControlPlane child = ChildControlPlane.start(data)) {
            assertThat(child.isOpen()).as(child.firstLine()).isTrue();
            ProcessHandle server = postmaster(data);
            child.kill();
            await().atMost(Duration.ofSeconds(10)).until(() -> !server.isAlive());
        }
    }

    @Test
    void losesNothingThatWasCommitted() throws Exception {
        try (ChildControlPlane child = ChildControlPlane.start(data)) {
            commit(child);
            child.kill();
        }
        try (EmbeddedPostgres server = start(data)) {
            assertThat(ask(server, "SELECT name FROM slices")).isEqualTo("princeton_cdn");
        }
    }

    @Test
    void losesNothingThatWasCommittedWhenBothAreKilled() throws Exception {
        try (ChildControlPlane child = ChildControlPlane.start(data)) {
            commit(child);
            // Stopped first, so that neither ends in order because of the other's end.
            ProcessHandle server = postmaster(data);
            signal("STOP", server);
            child.kill();
            server.destroyForcibly();
            await().until(() -> !server.isAlive());
        }
        try (EmbeddedPostgres server = start(data)) {
            assertThat(ask(server, "SELECT name FROM slices")).isEqualTo("princeton_cdn");
        }
    }

    @Test
    void leavesTheFolderToTheNextAtOnce() throws Exception {
        try (ChildControlPlane child = ChildControlPlane.start(data)) {
            assertThatThrownBy(() -> start(data))
                    .isInstanceOf(DataFolderInUse.class)
                    .hasMessageContaining("process " + child.process().pid());
            child.kill();
            start(data).close();
        }
    }

    @Test
    void leavesAnOrphanThatTheNextStartEnds() throws Exception {
        start(data).close();
        PostgresFolder folder = PostgresFolder.below(data);
        Process orphan = startUnwatched(folder);
        try (EmbeddedPostgres server = start(data)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(orphan.waitFor()).as("a fast shutdown, not a crash").isZero();
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void sparesAnotherProgramThatHasTheServersPidNow() throws Exception {
        start(data).close();
        PostgresFolder folder = PostgresFolder.below(data);
        Process other = Account.of(folder, programs().program("postgres"))
                .command(folder.root(), List.of("sleep", "600"))
                .start();
        Path pidFile = folder.cluster().resolve("postmaster.pid");
        try {
            await().until(() -> other.info().command().orElse("").endsWith("sleep"));
            Files.writeString(pidFile, other.pid() + "\n" + folder.cluster() + "\n0\n0\n\n127.0.0.1\n0 0\nready\n");
            try (EmbeddedPostgres server = start(data)) {
                assertThat(ask(server, "SELECT 1")).isEqualTo("1");
                assertThat(other.isAlive()).isTrue();
            }
        } finally {
            other.destroyForcibly();
        }
    }

    private static PostgresBinaries programs() throws Exception {
        return PostgresBinaries.in(TestBinaries.FOLDER);
    }

    private static Process startUnwatched(PostgresFolder folder) throws Exception {
        int port = new PortChoice(folder, RandomGenerator.getDefault()).choose();
        Process server = Account.of(folder, programs().program("postgres"))
                .command(folder.root(), new ServerCommand(folder, programs(), Map.of()).onPort(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Postmaster postmaster = new Postmaster(server.toHandle());
        await().until(() -> postmaster.isReady(folder.cluster()));
        return server;
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid())
                .start()
                .waitFor();
    }

    private void commit(ChildControlPlane child) throws Exception {
        assertThat(child.isOpen()).as(child.firstLine()).isTrue();
        String password =
                PostgresFolder.read(PostgresFolder.below(data).password()).orElseThrow();
        String url = child.firstLine().substring("open ".length());
        try (var connection = DriverManager.getConnection(url, Cluster.ROLE, password)) {
            connection.createStatement().execute("CREATE TABLE slices AS SELECT 'princeton_cdn' AS name");
        }
    }
}

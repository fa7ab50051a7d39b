package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.database.EmbeddedPostgresFixture.postmaster;
import static org.lamella.database.EmbeddedPostgresFixture.start;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code kill -9} of PostgreSQL while the control plane runs on. */
class KilledPostgresTest {
    @TempDir
    Path data;

    private EmbeddedPostgres server;
    private HikariDataSource pool;
    private JdbcClient database;

    @BeforeEach
    void startServerAndPool() {
        server = start(data);
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(server.url());
        settings.setUsername(server.user());
        settings.setPassword(server.password());
        settings.setMaximumPoolSize(4);
        settings.setConnectionTimeout(2_000);
        pool = new HikariDataSource(settings);
        database = JdbcClient.create(pool);
        database.sql("CREATE TABLE slices AS SELECT 'princeton_cdn' AS name").update();
    }

    @AfterEach
    void stopPoolAndServer() {
        pool.close();
        server.close();
    }

    @Test
    void isStartedAgainAndThePoolRecovers() throws Exception {
        ProcessHandle killed = postmaster(data);
        killed.destroyForcibly();
        awaitAnswer();
        assertThat(postmaster(data).pid()).isNotEqualTo(killed.pid());
    }

    @Test
    void isStartedAgainEveryTime() throws Exception {
        for (int kill = 0; kill < 3; kill++) {
            ProcessHandle killed = postmaster(data);
            killed.destroyForcibly();
            await().until(() -> !killed.isAlive());
            awaitAnswer();
        }
    }

    @Test
    void recoversWhenOnlyOneOfItsChildrenIsKilled() {
        long backend = database.sql("SELECT pg_backend_pid()").query(Long.class).single();
        ProcessHandle.of(backend).orElseThrow().destroyForcibly();
        awaitAnswer();
    }

    @Test
    void staysStoppedOnceClosed() throws Exception {
        ProcessHandle process = postmaster(data);
        server.close();
        // It has ended; that it is waited for, by another thread, may come a moment later.
        await().until(() -> !process.isAlive());
        assertThat(EmbeddedPostgresFixture.cluster(data).resolve("postmaster.pid"))
                .doesNotExist();
    }

    private void awaitAnswer() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(database.sql("SELECT name FROM slices")
                                .query(String.class)
                                .single())
                        .isEqualTo("princeton_cdn"));
    }
}

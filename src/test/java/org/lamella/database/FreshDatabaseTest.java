package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** On whichever server {@code lamella.test.database} names. */
@SpringBootTest(
        classes = DatabaseConfiguration.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "spring.flyway.locations=classpath:db/test-migration")
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class
})
@DatabaseTest
class FreshDatabaseTest {
    @Autowired
    JdbcClient database;

    @Autowired
    Flyway migrations;

    @Autowired
    HikariDataSource pool;

    @Autowired
    DedicatedConnections dedicated;

    /** The two nested classes share one context; either fails if it sees the other's rows. */
    @Nested
    class OneClass {
        @Test
        void findsNoRows() {
            writeTheOnlyNote();
        }
    }

    @Nested
    class AnotherClass {
        @Test
        void findsNoRows() {
            writeTheOnlyNote();
        }
    }

    private void writeTheOnlyNote() {
        database.sql("INSERT INTO note (text) VALUES ('mine')").update();
        assertThat(database.sql("SELECT count(*) FROM note").query(Long.class).single())
                .isEqualTo(1);
    }

    @Test
    void findsItsDatabaseMigrated() {
        assertThat(migrations.info().pending()).isEmpty();
        assertThat(migrations.info().current().getDescription()).isEqualTo("keep notes");
    }

    @Test
    void hearsTheConstraintsOfTheRealServer() {
        database.sql("INSERT INTO note (text) VALUES ('twice')").update();
        assertThatThrownBy(() ->
                        database.sql("INSERT INTO note (text) VALUES ('twice')").update())
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void hasThePoolThatTheControlPlaneHas() {
        assertThat(pool.getMaximumPoolSize()).isEqualTo(16);
        assertThat(pool.getConnectionTimeout()).isEqualTo(5_000);
        assertThat(pool.getDataSourceProperties()).containsEntry("socketTimeout", "30");
    }

    @Test
    void listensOnAConnectionThatIsNotFromThePool() throws Exception {
        try (Connection listener = dedicated.open("listener")) {
            listener.createStatement().execute("LISTEN slivers");
            database.sql("NOTIFY slivers, 'look'").update();
            var heard = listener.unwrap(PGConnection.class).getNotifications(10_000);
            assertThat(heard).singleElement().satisfies(notification -> {
                assertThat(notification.getName()).isEqualTo("slivers");
                assertThat(notification.getParameter()).isEqualTo("look");
            });
            assertThat(database.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'listener'")
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }
}

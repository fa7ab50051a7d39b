package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The control plane's own migrations, on whichever server {@code lamella.test.database} names. */
class MigrationsTest {
    private static final String MIGRATIONS = "classpath:db/migration";

    private final TestDatabase database = TestDatabase.migrated(MIGRATIONS);

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void leaveNothingToDoAndHoldTheirChecksums() {
        Flyway flyway = Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations(MIGRATIONS)
                .load();
        flyway.validate();
        assertThat(flyway.info().applied()).isNotEmpty();
        assertThat(flyway.migrate().migrationsExecuted).isZero();
    }
}

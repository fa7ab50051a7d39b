package org.lamella.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.lamella.database.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An installation has a trail from before there was a chain. */
class CarriedOverTest {
    @Test
    void keepsItsRowsAndHasThemWaitForTheirSeals() {
        try (TestDatabase database = TestDatabase.migrated("classpath:db/migration")) {
            var source = new DriverManagerDataSource(database.url(), database.user(), database.password());
            JdbcClient jdbc = JdbcClient.create(source);
            jdbc.sql("drop schema public cascade").update();
            jdbc.sql("create schema public").update();
            Flyway.configure().dataSource(source).target("5").load().migrate();
            jdbc.sql("""
                            insert into audit_events (at, actor, via, address, action, object_kind, object, detail)
                            select now(), 'system', 'system', '', 'slice-gone', 'slice', 'demo_' || n, ''
                            from generate_series(1, 3) n""").update();
            Flyway.configure().dataSource(source).load().migrate();
            assertThat(jdbc.sql(
                                    "select object from audit_unsealed u join audit_events e on e.id = u.event_id order by 1")
                            .query(String.class)
                            .list())
                    .containsExactly("demo_1", "demo_2", "demo_3");
        }
    }
}

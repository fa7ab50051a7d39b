package org.lamella.database;

import org.postgresql.Driver;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One database for all: the pool, JPA, the migrations and whoever needs a connection of its own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {
    /** Everything that connects depends on this bean, so it is the last to go. */
    @Bean
    Database database(DatabaseProperties properties) {
        return properties
                .external()
                .<Database>map(server -> ExternalPostgres.reached(server.url(), server.user(), server.password()))
                .orElseGet(() -> EmbeddedPostgres.start(properties.data()));
    }

    @Bean
    ConnectionToDatabase connectionToDatabase(Database database) {
        return new ConnectionToDatabase(database);
    }

    @Bean
    DedicatedConnections dedicatedConnections(Database database) {
        return new DedicatedConnections(database);
    }

    /**
     * For the pool and, separately, for the migrations: the pool's connections give up on a server that is silent for
     * long, and a migration may take longer than that.
     */
    record ConnectionToDatabase(Database database) implements JdbcConnectionDetails, FlywayConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return database.url();
        }

        @Override
        public String getUsername() {
            return database.user();
        }

        @Override
        public String getPassword() {
            return database.password();
        }

        @Override
        public String getDriverClassName() {
            return Driver.class.getName();
        }
    }
}

package org.lamella.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGProperty;

/** A PostgreSQL that somebody else runs. */
record ExternalPostgres(String url, String user, String password) implements Database {
    /** Exclusion constraints, partitions and extensions we use are all there in this major version. */
    static final int OLDEST_MAJOR = 15;

    /**
     * Tries the server once, so that a wrong password or a stopped server is said in words before anything else starts.
     *
     * @throws ExternalDatabaseRefused with the server's own reason
     */
    static ExternalPostgres reached(String url, String user, String password) {
        Properties settings = new Properties();
        PGProperty.USER.set(settings, user);
        PGProperty.PASSWORD.set(settings, password);
        PGProperty.CONNECT_TIMEOUT.set(settings, 5);
        try (var connection = DriverManager.getConnection(url, settings)) {
            var server = connection.getMetaData();
            if (server.getDatabaseMajorVersion() < OLDEST_MAJOR) {
                throw new ExternalDatabaseRefused(url, server.getDatabaseProductVersion(), OLDEST_MAJOR);
            }
            return new ExternalPostgres(url, user, password);
        } catch (SQLException refused) {
            throw new ExternalDatabaseRefused(url, user, refused);
        }
    }

    @Override
    public void close() {
        // Not ours to stop.
    }

    @Override
    public String toString() {
        return "PostgreSQL at %s as %s".formatted(url, user);
    }
}

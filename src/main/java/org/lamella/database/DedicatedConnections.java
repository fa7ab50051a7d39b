package org.lamella.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGProperty;

/**
 * Connections beside the pool, for whoever keeps one for as long as the process lives: LISTEN, an advisory lock. The
 * caller closes them, and opens another when one breaks.
 */
public final class DedicatedConnections {
    private static final int CONNECT_SECONDS = 2;

    private final Database database;

    DedicatedConnections(Database database) {
        this.database = database;
    }

    /**
     * A new connection in auto-commit mode; unwraps to {@code org.postgresql.PGConnection}.
     *
     * @param name what for: shown as {@code application_name} in {@code pg_stat_activity}
     * @throws SQLException at once, or after 2 s without an answer
     */
    public Connection open(String name) throws SQLException {
        Properties settings = new Properties();
        PGProperty.USER.set(settings, database.user());
        PGProperty.PASSWORD.set(settings, database.password());
        PGProperty.APPLICATION_NAME.set(settings, name);
        PGProperty.CONNECT_TIMEOUT.set(settings, CONNECT_SECONDS);
        PGProperty.TCP_KEEP_ALIVE.set(settings, true);
        return DriverManager.getConnection(database.url(), settings);
    }
}

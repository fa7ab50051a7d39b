package org.lamella.database;

import java.sql.SQLException;

/** The external PostgreSQL did not let us in: gone, another password, no such database, too old. */
final class ExternalDatabaseRefused extends DatabaseStartFailure {
    private static final long serialVersionUID = 1L;

    ExternalDatabaseRefused(String url, String user, SQLException cause) {
        super(
                "PostgreSQL at %s does not take user %s: %s".formatted(url, user, cause.getMessage()),
                "Check LAMELLA_DB_URL, LAMELLA_DB_USER and LAMELLA_DB_PASSWORD, and that the server runs and lets this machine in (pg_hba.conf).",
                cause);
    }

    ExternalDatabaseRefused(String url, String version, int oldest) {
        super(
                "PostgreSQL at %s is version %s; Lamella needs %d or newer.".formatted(url, version, oldest),
                "Upgrade that server, or use the embedded one by leaving LAMELLA_DB_URL unset.",
                null);
    }
}

package org.lamella.database;

import java.util.List;

/** The settings do not say which database to use. Carries every error found, not the first. */
final class DatabaseMisconfigured extends DatabaseStartFailure {
    private static final long serialVersionUID = 1L;

    DatabaseMisconfigured(List<String> errors) {
        super(
                "The database settings cannot be used:\n - " + String.join("\n - ", errors),
                "For an external PostgreSQL set LAMELLA_DB_URL, LAMELLA_DB_USER and LAMELLA_DB_PASSWORD; for the embedded one set none of them.",
                null);
    }
}

package org.lamella.database;

/** The embedded server could not be unpacked, made or started. */
final class EmbeddedPostgresFailed extends DatabaseStartFailure {
    private static final long serialVersionUID = 1L;

    EmbeddedPostgresFailed(String message, String action) {
        super(message, action, null);
    }

    EmbeddedPostgresFailed(String message, String action, Throwable cause) {
        super(message, action, cause);
    }
}

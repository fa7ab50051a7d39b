package org.lamella.database;

/** The control plane cannot have its database. The message says why, {@link #action()} what a person can do. */
abstract sealed class DatabaseStartFailure extends RuntimeException
        permits DataFolderInUse,
                DataFolderOfAnotherVersion,
                DatabaseMisconfigured,
                EmbeddedPostgresFailed,
                ExternalDatabaseRefused {
    private static final long serialVersionUID = 1L;

    private final String action;

    DatabaseStartFailure(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** What to do about it: whole sentences for the person at the terminal. */
    String action() {
        return action;
    }
}

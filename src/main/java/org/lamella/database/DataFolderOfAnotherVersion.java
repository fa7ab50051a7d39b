package org.lamella.database;

import java.nio.file.Path;

/** The data folder was made by a PostgreSQL whose files this one cannot read. Nothing in it has been touched. */
final class DataFolderOfAnotherVersion extends DatabaseStartFailure {
    private static final long serialVersionUID = 1L;

    DataFolderOfAnotherVersion(Path folder, String made, String ours) {
        super(
                "The data folder %s was made by PostgreSQL %s; this control plane brings PostgreSQL %s, which cannot read it. Nothing in it was touched."
                        .formatted(folder, made, ours),
                "Start the Lamella that made it, or dump it with PostgreSQL %s and load the dump into a new data folder (lamella.data)."
                        .formatted(made),
                null);
    }
}

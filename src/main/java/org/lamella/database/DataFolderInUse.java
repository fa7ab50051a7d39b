package org.lamella.database;

import java.nio.file.Path;

/** Another control plane has the data folder open. */
final class DataFolderInUse extends DatabaseStartFailure {
    private static final long serialVersionUID = 1L;

    DataFolderInUse(Path folder, String holder) {
        super(
                "The data folder %s is in use by process %s.".formatted(folder, holder),
                "Stop process %s, or give this control plane a data folder of its own (lamella.data)."
                        .formatted(holder),
                null);
    }
}

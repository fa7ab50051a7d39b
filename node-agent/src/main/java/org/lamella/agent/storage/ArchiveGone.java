package org.lamella.agent.storage;

import java.io.IOException;

/** The control plane does not have the archive that a plan names. */
public final class ArchiveGone extends IOException {
    public ArchiveGone(String message) {
        super(message);
    }
}

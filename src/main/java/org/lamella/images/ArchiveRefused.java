package org.lamella.images;

import java.io.IOException;

/** What was brought is no archive that images could be made from. */
final class ArchiveRefused extends IOException {
    ArchiveRefused(String message) {
        super(message);
    }
}

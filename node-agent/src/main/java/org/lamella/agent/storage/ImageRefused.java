package org.lamella.agent.storage;

import java.io.IOException;

/** An archive asks for something that an image must not hold. */
final class ImageRefused extends IOException {
    ImageRefused(String message) {
        super(message);
    }
}

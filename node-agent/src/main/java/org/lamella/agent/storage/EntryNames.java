package org.lamella.agent.storage;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names in an archive, which come from outside. */
final class EntryNames {
    private EntryNames() {}

    /** @return the name relative to the image's root; the empty path for the root itself */
    static Path parse(String name) throws ImageRefused {
        if (name.startsWith("/")) {
            throw new ImageRefused("'" + name + "' is an absolute name");
        }
        Path path = path(name);
        for (Path part : path) {
            if (part.toString().equals("..")) {
                throw new ImageRefused("'" + name + "' leads out of the image");
            }
        }
        return path.normalize();
    }

    private static Path path(String name) throws ImageRefused {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ImageRefused("'" + name + "' is not a name that this agent can write (" + e.getReason()
                    + "); it must be started with LC_ALL=C.UTF-8");
        }
    }
}

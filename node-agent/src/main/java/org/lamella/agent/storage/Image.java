package org.lamella.agent.storage;

import java.nio.file.Path;
import java.util.Objects;

/**
 * An image that is on this node and can be run on.
 *
 * @param digest {@code sha256:…}, of its contents
 * @param rootfs its files, owned by the shifted users; never written to again
 */
public record Image(String name, String digest, Path rootfs) {
    public Image {
        Objects.requireNonNull(name);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(rootfs);
    }
}

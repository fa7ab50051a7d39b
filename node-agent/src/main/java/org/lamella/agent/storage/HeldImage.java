package org.lamella.agent.storage;

import java.util.Objects;
import org.lamella.agent.plan.ImageKind;

/**
 * An image on this host, under one of the names that it was built by.
 *
 * @param digest of what it consists of
 * @param source what {@code kind} says it is
 * @param contents what it would take alone
 */
public record HeldImage(String name, String digest, ImageKind kind, String source, ImageContents contents) {
    public HeldImage {
        Objects.requireNonNull(name);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(source);
        Objects.requireNonNull(contents);
    }
}

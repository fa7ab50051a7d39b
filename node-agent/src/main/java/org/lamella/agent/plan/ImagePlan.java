package org.lamella.agent.plan;

import java.util.Objects;

/**
 * An image that slivers of a plan run on.
 *
 * @param name the name that slivers refer to, unique in a plan
 * @param source what {@code kind} says it is; empty where the kind needs none
 */
public record ImagePlan(String name, ImageKind kind, String source) {
    public ImagePlan {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(source);
    }
}

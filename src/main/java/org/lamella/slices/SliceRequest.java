package org.lamella.slices;

import java.util.Objects;

/** A slice as it was asked for: text from outside, not checked yet. */
public record SliceRequest(String name, String image, String description, String url, Placement placement) {
    public SliceRequest {
        Objects.requireNonNull(name);
        Objects.requireNonNull(image);
        Objects.requireNonNull(description);
        Objects.requireNonNull(url);
        Objects.requireNonNull(placement);
    }
}

package org.lamella.agent.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The images of this host and what they take. Equal files of several images are there once.
 *
 * @param images one for each name; several may be the same image
 * @param held what is really there for all of them
 */
public record ImageHoldings(List<HeldImage> images, ImageContents held) {
    public static final ImageHoldings NONE = new ImageHoldings(List.of(), ImageContents.NONE);

    public ImageHoldings {
        images = List.copyOf(images);
        Objects.requireNonNull(held);
    }

    /** What the images would take if each had all its files for itself. */
    public ImageContents alone() {
        Map<String, ImageContents> each = new HashMap<>();
        images.forEach(image -> each.put(image.digest(), image.contents()));
        return each.values().stream().reduce(ImageContents.NONE, ImageContents::plus);
    }
}

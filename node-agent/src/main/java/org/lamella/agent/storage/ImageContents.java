package org.lamella.agent.storage;

/**
 * How much there is of an image, or of several: regular files with something in them, each counted once however many names it
 * has.
 *
 * @param files how many
 * @param bytes in them
 */
public record ImageContents(long files, long bytes) {
    public static final ImageContents NONE = new ImageContents(0, 0);

    public ImageContents {
        if (files < 0 || bytes < 0) {
            throw new IllegalArgumentException(files + " files of " + bytes + " bytes: neither can be negative");
        }
    }

    ImageContents plus(ImageContents other) {
        return new ImageContents(files + other.files, bytes + other.bytes);
    }
}

package org.lamella.agent.storage;

/** How far an image is. */
public sealed interface Availability {
    record Ready(Image image) implements Availability {}

    /** @param percent 0–100, as far as its source can tell */
    record Building(int percent) implements Availability {}

    /** @param reason with the image's name in it */
    record Failed(String reason) implements Availability {}
}

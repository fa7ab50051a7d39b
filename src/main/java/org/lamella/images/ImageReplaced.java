package org.lamella.images;

/** The name of an image leads to another archive. Disks that lie on the one before stay on it. */
public record ImageReplaced(String name) {}

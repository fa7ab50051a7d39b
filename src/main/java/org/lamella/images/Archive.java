package org.lamella.images;

/**
 * An archive that images are made from.
 *
 * @param digest {@code sha256:…}, of its bytes as they were brought
 * @param bytes how many it has, compressed or not
 * @param unpackedBytes of the files in it; of an OCI layout, of its layers as they are
 */
public record Archive(String digest, long bytes, ArchiveFormat format, long unpackedBytes) {}

package org.lamella.images;

/** What an archive holds. */
public enum ArchiveFormat {
    /** The files themselves. */
    TAR,
    /** A folder in the layout of the Open Container Initiative: an index, a manifest, and layers of files. */
    OCI
}

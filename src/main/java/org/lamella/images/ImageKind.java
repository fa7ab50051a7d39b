package org.lamella.images;

/** How a node comes by an image. */
public enum ImageKind {
    /** Made from the node's static busybox. */
    BUSYBOX,
    /** Made by debootstrap; the source is the suite. */
    DEBOOTSTRAP,
    /** An existing tar; the source is its path on the node. */
    TAR,
    /** An archive that the control plane keeps; the source is its digest. */
    ARCHIVE
}

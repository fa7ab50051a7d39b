package org.lamella.agent.plan;

/** How the node comes by an image. */
public enum ImageKind {
    /** Made from the host's static busybox. */
    BUSYBOX,
    /** Made by debootstrap; the source is the suite, such as {@code bookworm}. */
    DEBOOTSTRAP,
    /** An existing tar; the source is its path on the node. */
    TAR,
    /** An archive that the control plane keeps; the source is its digest. */
    ARCHIVE
}

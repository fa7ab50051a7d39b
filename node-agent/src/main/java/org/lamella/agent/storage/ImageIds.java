package org.lamella.agent.storage;

/** Which of the host's users the users of every sliver are: one range for all, so that images are kept once. */
public final class ImageIds {
    /** Host user (and group) that user 0 of a sliver is. */
    public static final int SHIFT = 100_000;

    /** Users of a sliver: 0 to this, exclusive. */
    public static final int COUNT = 65_536;

    private ImageIds() {}
}

package org.lamella.slivers;

/** Why a node cannot take a sliver of a slice now. */
record Obstacle(Kind kind, String words) {
    /** The order is that in which a refusal counts them. */
    enum Kind {
        UNKNOWN("unknown"),
        TAKEN("with a sliver of the slice already"),
        LEAVING("still letting go of one"),
        REVOKED("revoked"),
        DRAINED("drained"),
        MAINTENANCE("under maintenance"),
        NOT_ALLOWED("kept for other slices"),
        ENROLLING("not joined yet"),
        UNREACHABLE("unreachable"),
        FULL("too small or too full");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Such as {@code 2 drained}. */
        String counted(long number) {
            return number + " " + words;
        }
    }
}

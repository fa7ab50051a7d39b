package org.lamella.slices;

/** How far a request for a slice has come. */
enum RequestState {
    /** A PI or an admin is to decide. */
    WAITING,
    /** They have asked something: the requester is to answer. They can decide all the same. */
    ASKED_BACK,
    APPROVED,
    REJECTED,
    WITHDRAWN;

    public boolean isOpen() {
        return switch (this) {
            case WAITING, ASKED_BACK -> true;
            case APPROVED, REJECTED, WITHDRAWN -> false;
        };
    }
}

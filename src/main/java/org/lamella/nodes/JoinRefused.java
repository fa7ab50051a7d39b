package org.lamella.nodes;

/** A join code was not accepted; the message says why. */
public final class JoinRefused extends RuntimeException {
    /** Why, for those who answer differently to each. */
    public enum Reason {
        UNKNOWN,
        USED,
        EXPIRED
    }

    private final Reason reason;

    JoinRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

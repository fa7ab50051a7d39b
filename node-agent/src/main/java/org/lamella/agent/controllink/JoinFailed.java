package org.lamella.agent.controllink;

/** Joining did not work; the message is for the person who tried. */
public final class JoinFailed extends Exception {
    /** Why, as far as a script cares. */
    public enum Kind {
        /** The control plane does not take the code, or answers with what the agent does not take. */
        REFUSED,
        UNREACHABLE,
        /** Whoever answers is not the control plane that the code was made for. */
        WRONG_CONTROL_PLANE
    }

    private final Kind kind;

    JoinFailed(Kind kind, String message, Throwable origin) {
        super(message, origin);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

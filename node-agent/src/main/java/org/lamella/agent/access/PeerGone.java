package org.lamella.agent.access;

/** The one who asked for the session has gone, or the way there is cut. */
public final class PeerGone extends Exception {
    public PeerGone() {
        super("the other side of the session has gone");
    }
}

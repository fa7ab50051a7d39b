package org.lamella.web;

/** The thing is no longer as the caller believes: somebody has changed it since (412). */
public final class PreconditionFailed extends RuntimeException {
    private final transient Version now;

    /**
     * @param asked what the caller has sent in {@code If-Match}
     * @param now the version that the thing has
     */
    public PreconditionFailed(String asked, Version now) {
        super("this was to be changed only at version " + asked
                + ", but somebody has changed it since: its version is now " + now.tag() + "; read it again first");
        this.now = now;
    }

    public Version now() {
        return now;
    }
}

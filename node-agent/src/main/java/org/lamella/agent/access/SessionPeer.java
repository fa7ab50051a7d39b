package org.lamella.agent.access;

import java.util.Optional;
import org.lamella.agent.runtime.Execution;

/**
 * The one who asked for a session, as the session sees them: first {@link #opened} or {@link #refused}, then any output,
 * then {@link #exited}. Safe for several threads.
 */
public interface SessionPeer {
    /** Which output of the process. */
    enum Output {
        STDOUT,
        STDERR
    }

    /** @param execution for what is not in the streams: signals, and changes of the terminal */
    void opened(Execution execution) throws PeerGone;

    /** Instead of anything else. */
    void refused(String reason);

    /** Waits until the peer takes more, and keeps no reference to the buffer. */
    void output(Output which, byte[] buffer, int length) throws PeerGone, InterruptedException;

    /** Last; {@link #input} ends with it. */
    void exited(int code);

    /** Waits for the next piece of standard input; empty at its end, also when the session has ended. */
    Optional<byte[]> input() throws PeerGone, InterruptedException;

    /** Runs the action once when the peer goes before the session has ended; at once when it has gone already. */
    void onGone(Runnable action);
}

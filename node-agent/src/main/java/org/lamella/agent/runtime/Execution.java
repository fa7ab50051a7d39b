package org.lamella.agent.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A process that was started inside a running context. */
public interface Execution extends AutoCloseable {
    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /**
     * Waits for the process to end.
     *
     * @return 0–255; 128 + N when signal N ended it, 127 when the command was not found, 126 when it is not executable
     */
    int await() throws InterruptedException;

    /** Tells the process that its terminal has another size now. Nothing where it has none. */
    default void resize(TerminalSize size) throws IOException {}

    /**
     * Sends a signal to the process and all others of its session. Nothing where there is none left.
     *
     * @param signal its number
     */
    default void signal(int signal) throws IOException {}

    /** Ends the process and its session: SIGHUP first, SIGKILL after a grace. Harmless when it has ended. */
    @Override
    void close();
}

package org.lamella.agent.context;

import java.io.IOException;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.runtime.Executor;
import org.lamella.agent.spectator.Spectator;
import org.lamella.agent.storage.Images;

/** What one way of building contexts, real or simulated, offers to the agent. */
public interface ContextHost extends AutoCloseable {
    Contexts contexts();

    Images images();

    Executor executor();

    Spectator spectator();

    HostFacts facts() throws IOException;

    /** Clears up after an earlier life of the agent and sets up what all contexts share. Touches no whole context. */
    void setUp() throws IOException;

    /** Takes away what all contexts share, after the last of them. Disks and images stay. */
    void tearDown() throws IOException;

    /** Lets go of what this process holds; contexts run on. */
    @Override
    void close() throws InterruptedException;
}

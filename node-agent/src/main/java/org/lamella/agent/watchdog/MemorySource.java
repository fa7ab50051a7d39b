package org.lamella.agent.watchdog;

import java.io.IOException;

/** Where the node's memory is read from; tests read what they like. */
@FunctionalInterface
public interface MemorySource {
    NodeMemory read() throws IOException;
}

package org.lamella.agent.watchdog;

import java.io.IOException;

/** Measures how much memory slivers use. */
@FunctionalInterface
public interface MemoryMeter {
    /**
     * What the sliver's processes hold that the kernel could not simply drop: files that can be read again are not in it, what
     * was swapped out is.
     *
     * @return bytes
     * @throws IOException also when the context has just gone
     */
    long used(String slice) throws IOException;
}

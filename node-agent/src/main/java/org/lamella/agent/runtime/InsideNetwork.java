package org.lamella.agent.runtime;

import java.io.IOException;
import java.util.concurrent.Callable;

/** The way into a sliver's own network. */
public interface InsideNetwork {
    /**
     * Runs something that opens a socket, which is then one of the sliver's network, whoever uses it. It must start no
     * thread: that would be in the sliver's network for ever.
     *
     * @throws IOException when the slice has no running context here, and what the action throws
     */
    <T> T open(String slice, Callable<T> action) throws IOException;

    /** The sliver's own address. */
    String address(String slice) throws IOException;
}

package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the archives come from that images are made of. */
public interface ArchiveFetcher {
    /** For an agent that has no control plane. */
    ArchiveFetcher NONE = (digest, offset, taker) -> {
        throw new IOException("this agent has no control plane to get archive " + digest + " from");
    };

    /** Takes what comes, in order. */
    interface Taker {
        /** @param bytes of the whole archive; called first */
        void total(long bytes) throws IOException;

        void take(ByteBuffer bytes) throws IOException;
    }

    /**
     * Gets an archive from an offset on. Returns when all of it has come.
     *
     * @throws ArchiveGone when there is no such archive: asking again would not help
     * @throws IOException when it breaks off; what was taken by then is good
     */
    void fetch(String digest, long offset, Taker taker) throws IOException;
}

package org.lamella.agent.context;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.lamella.agent.plan.ArrivingDisk;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.DiskHead;
import org.lamella.agent.storage.DiskReader;

/** Disks that go to other nodes and come from them. */
public interface DiskMoves {
    /** Where there are none. */
    DiskMoves NONE = new NoDiskMoves();

    /** It cannot be done on this node, however often it is tried. The message is for people. */
    final class Impossible extends IOException {
        public Impossible(String message) {
            super(message);
        }
    }

    /** A disk that is being read. */
    record Outgoing(DiskHead head, DiskReader pieces) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            pieces.close();
        }
    }

    /** A disk that is being written. One that is closed before it is kept leaves nothing. */
    interface Incoming extends AutoCloseable {
        void write(long offset, ByteBuffer bytes) throws IOException;

        /** Returns when the disk is whole, verified, and outlives a power cut. */
        void keep(String digest) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** @throws IOException when it cannot be read yet, since the sliver has not quite stopped */
    Outgoing open(SliverPlan sliver) throws IOException;

    /** @throws IOException when it cannot be taken yet, since its image is still being built */
    Incoming take(ArrivingDisk disk, DiskHead head, NodePlan plan) throws IOException;

    /** Whether such a disk was kept already, by an earlier transfer whose end was not heard of. */
    boolean isKept(ArrivingDisk disk) throws IOException;

    /** Gives slivers that have come their disks, and removes what was kept for those that do not come after all. */
    void settle(NodePlan plan) throws IOException;
}

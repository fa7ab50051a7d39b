package org.lamella.agent.controllink;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.lamella.agent.storage.ArchiveFetcher;
import org.lamella.agent.storage.ArchiveGone;
import org.lamella.protocol.FetchImageRequest;
import org.lamella.protocol.ImageBytes;
import org.lamella.protocol.LinkGrpc;

/**
 * Dials the control plane for archives of images, one connection each, for the same reason as sessions have their own. The
 * next piece is asked for when the last has been taken.
 */
final class ImageDialer implements ArchiveFetcher {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Peer(InetSocketAddress address, SslContext tls) {}

    private final Transport transport;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition found = lock.newCondition();
    private Optional<Peer> peer = Optional.empty();

    ImageDialer(Transport transport) {
        this.transport = transport;
    }

    /** Which replica the node is attached to. */
    void attached(InetSocketAddress address, SslContext tls) {
        lock.lock();
        try {
            peer = Optional.of(new Peer(address, tls));
            found.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void detached() {
        lock.lock();
        try {
            peer = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** An agent that starts knows what it needs before it is attached. */
    private Peer awaitPeer() throws IOException {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (peer.isEmpty() && left > 0) {
                left = found.awaitNanos(left);
            }
            return peer.orElseThrow(() -> new IOException("the control plane, which has the archive, is out of reach"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the control plane", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void fetch(String digest, long offset, Taker taker) throws IOException {
        Peer now = awaitPeer();
        ManagedChannel channel = transport.open(now.address(), now.tls());
        try {
            Iterator<ImageBytes> pieces = LinkGrpc.newBlockingStub(channel)
                    .fetchImage(FetchImageRequest.newBuilder()
                            .setDigest(digest)
                            .setOffset(offset)
                            .build());
            while (pieces.hasNext()) {
                ImageBytes piece = pieces.next();
                if (piece.getTotalBytes() > 0) {
                    taker.total(piece.getTotalBytes());
                }
                taker.take(piece.getData().asReadOnlyByteBuffer());
            }
        } catch (StatusRuntimeException e) {
            throw failure(e.getStatus(), digest);
        } finally {
            end(channel);
        }
    }

    private static IOException failure(Status status, String digest) {
        return switch (status.getCode()) {
            case NOT_FOUND -> new ArchiveGone("the control plane does not have archive " + digest);
            case OUT_OF_RANGE -> new ArchiveGone("what is here of archive " + digest + " is longer than all of it");
            default ->
                new IOException("fetching archive " + digest + " broke off: " + status.getCode()
                        + Optional.ofNullable(status.getDescription())
                                .map(": "::concat)
                                .orElse(""));
        };
    }

    private static void end(ManagedChannel channel) {
        channel.shutdownNow();
        try {
            channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

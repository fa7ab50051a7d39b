package org.lamella.agentlink;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.lamella.images.Archive;
import org.lamella.images.ArchivePieces;
import org.lamella.images.Archives;
import org.lamella.protocol.FetchImageRequest;
import org.lamella.protocol.ImageBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Sends one archive to one node, a piece at a time: the next is read when the transport has room for it, so that a node that
 * reads slowly costs a piece of memory and no connection to the database.
 */
final class ImageFetch {
    private static final Logger log = LoggerFactory.getLogger(ImageFetch.class);

    private final Archives archives;
    private final ArchivePieces pieces;
    private final FetchImageRequest request;
    private final ServerCallStreamObserver<ImageBytes> down;
    private final Semaphore wake = new Semaphore(0);

    ImageFetch(
            Archives archives,
            ArchivePieces pieces,
            FetchImageRequest request,
            ServerCallStreamObserver<ImageBytes> down) {
        this.archives = archives;
        this.pieces = pieces;
        this.request = request;
        this.down = down;
        down.setOnReadyHandler(wake::release);
        down.setOnCancelHandler(wake::release);
    }

    void start() {
        Thread.ofVirtual().name("image " + request.getDigest()).start(this::run);
    }

    private void run() {
        try {
            Optional<Archive> archive = archives.find(request.getDigest());
            Optional<Long> upload = archives.uploadOf(request.getDigest());
            if (archive.isEmpty() || upload.isEmpty()) {
                down.onError(Status.NOT_FOUND
                        .withDescription("there is no archive " + request.getDigest() + " any more")
                        .asRuntimeException());
            } else if (request.getOffset() < 0
                    || request.getOffset() > archive.get().bytes()) {
                down.onError(Status.OUT_OF_RANGE
                        .withDescription("the archive has " + archive.get().bytes() + " bytes, and byte "
                                + Long.toUnsignedString(request.getOffset()) + " was asked for")
                        .asRuntimeException());
            } else {
                send(archive.get().bytes(), upload.get());
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("archive {} cannot be read now: {}", request.getDigest(), e.getMessage());
            down.onError(Status.UNAVAILABLE
                    .withDescription("the database is away, try again")
                    .asRuntimeException());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(long total, long upload) throws InterruptedException {
        if (!await()) {
            return;
        }
        down.onNext(ImageBytes.newBuilder().setTotalBytes(total).build());
        long at = request.getOffset();
        while (at < total) {
            int number = (int) (at / ArchivePieces.LENGTH);
            int skipped = (int) (at % ArchivePieces.LENGTH);
            if (!await()) {
                return;
            }
            Optional<byte[]> piece = pieces.read(upload, number);
            if (piece.isEmpty()) {
                down.onError(Status.NOT_FOUND
                        .withDescription("archive " + request.getDigest() + " was removed meanwhile")
                        .asRuntimeException());
                return;
            }
            // The piece is nobody else's, and is not written to.
            ByteString bytes = UnsafeByteOperations.unsafeWrap(piece.get()).substring(skipped);
            down.onNext(ImageBytes.newBuilder().setData(bytes).build());
            at += bytes.size();
        }
        down.onCompleted();
    }

    /** @return false when the node has gone */
    private boolean await() throws InterruptedException {
        while (!down.isReady() && !down.isCancelled()) {
            wake.acquire();
            wake.drainPermits();
        }
        return !down.isCancelled();
    }
}

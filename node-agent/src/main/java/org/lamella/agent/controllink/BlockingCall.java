package org.lamella.agent.controllink;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/**
 * One end of a stream, for a thread that waits. Nothing queues: what is sent waits until the transport takes it, and the next
 * message is asked for only when it is wanted.
 */
final class BlockingCall<Q, A> implements ClientResponseObserver<Q, A>, AutoCloseable {
    private ClientCallStreamObserver<Q> call;
    private A arrived;
    private boolean ended;
    private Throwable failure;

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(0);
        stream.setOnReadyHandler(this::wake);
    }

    synchronized void send(Q message) throws IOException {
        try {
            while (!ended && !call.isReady()) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (ended) {
            throw end();
        }
        call.onNext(message);
    }

    /** Nothing more is sent. */
    synchronized void complete() {
        if (!ended) {
            call.onCompleted();
        }
    }

    /** @return empty when the other side has ended the stream well */
    synchronized Optional<A> next() throws IOException {
        if (!ended) {
            call.request(1);
        }
        try {
            while (arrived == null && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (arrived == null && failure != null) {
            throw end();
        }
        Optional<A> next = Optional.ofNullable(arrived);
        arrived = null;
        return next;
    }

    private IOException end() {
        Status status = failure == null ? Status.OK : Status.fromThrowable(failure);
        return new IOException(
                status.getDescription() == null ? "the stream ended: " + status.getCode() : status.getDescription());
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private synchronized void wake() {
        notifyAll();
    }

    @Override
    public synchronized void onNext(A message) {
        arrived = message;
        notifyAll();
    }

    @Override
    public synchronized void onError(Throwable why) {
        failure = why;
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized void onCompleted() {
        ended = true;
        notifyAll();
    }

    /** Cuts the stream, unless it has ended. */
    @Override
    public synchronized void close() {
        if (!ended) {
            call.cancel("the agent is done with it", null);
        }
    }
}

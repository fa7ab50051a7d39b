package org.lamella.agent.controllink;

import com.google.protobuf.ByteString;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.Optional;
import org.lamella.agent.access.PeerGone;
import org.lamella.agent.access.SessionPeer;
import org.lamella.agent.runtime.Execution;
import org.lamella.protocol.SessionExit;
import org.lamella.protocol.SessionInput;
import org.lamella.protocol.SessionOpened;
import org.lamella.protocol.SessionOutput;
import org.lamella.protocol.SessionRefused;
import org.lamella.protocol.TerminalSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peer of a session at the other end of a gRPC stream. Nothing queues: output waits until the transport is ready, and
 * a piece of input is asked for only when the last one has been taken.
 */
final class SessionCall implements SessionPeer, ClientResponseObserver<SessionOutput, SessionInput> {
    private static final Logger log = LoggerFactory.getLogger(SessionCall.class);

    private enum State {
        OPEN,
        /** We have said the last word. */
        ENDED,
        /** The peer went first. */
        GONE
    }

    private final String id;
    private final Runnable afterwards;
    private ClientCallStreamObserver<SessionOutput> call;
    private State state = State.OPEN;
    private SessionInput arrived;
    private Optional<Execution> process = Optional.empty();
    private Runnable whenGone = () -> {};

    /** @param afterwards runs when the stream has ended on both sides */
    SessionCall(String id, Runnable afterwards) {
        this.id = id;
        this.afterwards = afterwards;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SessionOutput> stream) {
        call = stream;
        stream.disableAutoRequestWithInitial(0);
        stream.setOnReadyHandler(this::wake);
    }

    @Override
    public synchronized void opened(Execution execution) throws PeerGone {
        if (state != State.OPEN) {
            throw new PeerGone();
        }
        process = Optional.of(execution);
        call.onNext(SessionOutput.newBuilder()
                .setOpened(SessionOpened.newBuilder().setSessionId(id))
                .build());
    }

    @Override
    public void refused(String reason) {
        end(SessionOutput.newBuilder()
                .setRefused(SessionRefused.newBuilder().setSessionId(id).setReason(reason))
                .build());
    }

    @Override
    public void exited(int code) {
        end(SessionOutput.newBuilder()
                .setExit(SessionExit.newBuilder().setCode(code))
                .build());
    }

    @Override
    public synchronized void output(Output which, byte[] buffer, int length) throws PeerGone, InterruptedException {
        while (state == State.OPEN && !call.isReady()) {
            wait();
        }
        if (state != State.OPEN) {
            throw new PeerGone();
        }
        ByteString bytes = ByteString.copyFrom(buffer, 0, length);
        call.onNext(
                switch (which) {
                    case STDOUT -> SessionOutput.newBuilder().setStdout(bytes).build();
                    case STDERR -> SessionOutput.newBuilder().setStderr(bytes).build();
                });
    }

    @Override
    public synchronized Optional<byte[]> input() throws PeerGone, InterruptedException {
        Optional<byte[]> piece = Optional.empty();
        boolean closed = false;
        while (piece.isEmpty() && !closed && state == State.OPEN) {
            SessionInput input = awaitInput();
            switch (input.getKindCase()) {
                case STDIN -> piece = Optional.of(input.getStdin().toByteArray());
                case STDIN_CLOSED -> closed = true;
                case RESIZE -> resize(input.getResize());
                case KIND_NOT_SET -> {} // from a newer control plane, or none because the session ended
            }
        }
        if (state == State.GONE) {
            throw new PeerGone();
        }
        return piece;
    }

    private void resize(TerminalSize size) {
        try {
            if (process.isPresent()) {
                process.get().resize(WireFormat.size(size));
            }
        } catch (IOException e) {
            log.debug("the terminal of session {} keeps its size", id, e);
        }
    }

    private SessionInput awaitInput() throws InterruptedException {
        call.request(1);
        while (arrived == null && state == State.OPEN) {
            wait();
        }
        SessionInput input = arrived == null ? SessionInput.getDefaultInstance() : arrived;
        arrived = null;
        return input;
    }

    @Override
    public void onGone(Runnable action) {
        synchronized (this) {
            if (state != State.GONE) {
                whenGone = action;
                return;
            }
        }
        action.run();
    }

    /** Ends the session from the other side, past whatever input waits on the stream. */
    void abandon() {
        call.cancel("the control plane closed the session", null);
        gone();
    }

    @Override
    public synchronized void onNext(SessionInput input) {
        arrived = input;
        notifyAll();
    }

    @Override
    public void onError(Throwable failure) {
        gone();
        afterwards.run();
    }

    @Override
    public void onCompleted() {
        gone();
        afterwards.run();
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized void end(SessionOutput last) {
        if (state == State.OPEN) {
            state = State.ENDED;
            call.onNext(last);
            call.onCompleted();
            call.request(Integer.MAX_VALUE); // drops input that waits: the stream's end is behind it
            notifyAll();
        }
    }

    private void gone() {
        Runnable action;
        synchronized (this) {
            if (state != State.OPEN) {
                return;
            }
            state = State.GONE;
            action = whenGone;
            notifyAll();
        }
        action.run();
    }
}

package org.lamella.agentlink;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.SessionExit;
import org.lamella.protocol.SessionInput;
import org.lamella.protocol.SessionOpened;
import org.lamella.protocol.SessionOutput;
import org.lamella.protocol.SessionRefused;
import org.lamella.protocol.TerminalSize;

/** One Session stream of a {@link ScriptedAgent}. It takes input only as far as it is told to. */
final class AgentSession implements ClientResponseObserver<SessionOutput, SessionInput> {
    private static final long HELD_UP_MILLIS = 500;

    private final List<ByteString> stdin = new CopyOnWriteArrayList<>();
    private final List<TerminalSize> sizes = new CopyOnWriteArrayList<>();
    private final Semaphore ready = new Semaphore(0);
    private ClientCallStreamObserver<SessionOutput> up;
    private volatile boolean stdinClosed;
    private volatile Status end;

    AgentSession(LinkGrpc.LinkStub stub) {
        stub.session(this);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SessionOutput> stream) {
        up = stream;
        stream.disableAutoRequestWithInitial(0);
        stream.setOnReadyHandler(ready::release);
    }

    @Override
    public void onNext(SessionInput input) {
        switch (input.getKindCase()) {
            case STDIN -> stdin.add(input.getStdin());
            case STDIN_CLOSED -> stdinClosed = true;
            case RESIZE -> sizes.add(input.getResize());
            case KIND_NOT_SET -> throw new AssertionError("an input without a kind");
        }
    }

    @Override
    public void onError(Throwable failure) {
        end = Status.fromThrowable(failure);
    }

    @Override
    public void onCompleted() {
        end = Status.OK;
    }

    /** Says which session this stream is for, and takes all input from now on. */
    AgentSession opened(String id) {
        take(Integer.MAX_VALUE);
        return openedWithoutReading(id);
    }

    AgentSession openedWithoutReading(String id) {
        up.onNext(SessionOutput.newBuilder()
                .setOpened(SessionOpened.newBuilder().setSessionId(id))
                .build());
        return this;
    }

    void refused(String id, String reason) {
        up.onNext(SessionOutput.newBuilder()
                .setRefused(SessionRefused.newBuilder().setSessionId(id).setReason(reason))
                .build());
        up.onCompleted();
    }

    void take(int messages) {
        up.request(messages);
    }

    void stdout(String text) {
        stdout(text.getBytes(StandardCharsets.UTF_8));
    }

    void stdout(byte[] bytes) {
        up.onNext(
                SessionOutput.newBuilder().setStdout(ByteString.copyFrom(bytes)).build());
    }

    void stderr(String text) {
        up.onNext(SessionOutput.newBuilder()
                .setStderr(ByteString.copyFromUtf8(text))
                .build());
    }

    void exit(int code) {
        up.onNext(SessionOutput.newBuilder()
                .setExit(SessionExit.newBuilder().setCode(code))
                .build());
        up.onCompleted();
    }

    /** Breaks the stream as a dying agent does. */
    void breakOff() {
        up.cancel("the agent dies", null);
    }

    boolean isOver() {
        return end != null;
    }

    /**
     * Sends as a process does that writes into a full pipe: waits until there is room.
     *
     * @return how often there was room within half a second
     */
    int sendUntilHeldUp(byte[] bytes, int atMost) {
        int sent = 0;
        while (sent < atMost && hasRoom()) {
            stdout(bytes);
            sent++;
        }
        return sent;
    }

    private boolean hasRoom() {
        try {
            while (!up.isReady()) {
                if (!ready.tryAcquire(HELD_UP_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String awaitStdin(String text) {
        await().until(() -> stdin().contains(text));
        return stdin();
    }

    private String stdin() {
        return ByteString.copyFrom(stdin).toStringUtf8();
    }

    TerminalSize awaitResize() {
        await().until(() -> !sizes.isEmpty());
        return sizes.getLast();
    }

    void awaitStdinClosed() {
        await().until(() -> stdinClosed);
    }

    Status awaitEnd() {
        await().until(() -> end != null);
        return end;
    }
}

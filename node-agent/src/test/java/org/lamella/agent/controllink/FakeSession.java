package org.lamella.agent.controllink;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.lamella.protocol.SessionInput;
import org.lamella.protocol.SessionOutput;
import org.lamella.protocol.TerminalSize;

/** The control plane's end of one session; asks for output only as the test takes it. */
final class FakeSession implements StreamObserver<SessionOutput> {
    final CountDownLatch ended = new CountDownLatch(1);
    private final BlockingQueue<SessionOutput> outputs = new LinkedBlockingQueue<>();
    private final ServerCallStreamObserver<SessionInput> down;

    FakeSession(ServerCallStreamObserver<SessionInput> down) {
        this.down = down;
        down.disableAutoRequest();
        down.setOnReadyHandler(this::wake);
        down.setOnCancelHandler(ended::countDown);
    }

    /** Asks for one more message and waits for it. */
    SessionOutput next() throws InterruptedException {
        down.request(1);
        return FakeControlPlane.await(outputs, "output");
    }

    /** Waits until the agent takes more, as a control plane must. */
    synchronized void stdin(byte[] bytes, int length) throws InterruptedException {
        while (!down.isReady() && !down.isCancelled()) {
            wait(100);
        }
        if (!down.isCancelled()) {
            down.onNext(SessionInput.newBuilder()
                    .setStdin(ByteString.copyFrom(bytes, 0, length))
                    .build());
        }
    }

    synchronized boolean takesMore() {
        return down.isReady();
    }

    synchronized void closeStdin() {
        down.onNext(SessionInput.newBuilder().setStdinClosed(true).build());
    }

    synchronized void resize(int columns, int rows) {
        down.onNext(SessionInput.newBuilder()
                .setResize(TerminalSize.newBuilder().setColumns(columns).setRows(rows))
                .build());
    }

    synchronized void cancel() {
        down.onError(Status.CANCELLED.withDescription("the client has gone").asRuntimeException());
    }

    @Override
    public void onNext(SessionOutput output) {
        outputs.add(output);
    }

    @Override
    public void onError(Throwable failure) {
        ended.countDown();
    }

    @Override
    public synchronized void onCompleted() {
        if (!down.isCancelled()) {
            down.onCompleted();
        }
        ended.countDown();
    }

    private synchronized void wake() {
        notifyAll();
    }
}

package org.lamella.agentlink;

import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lamella.protocol.DiskPart;
import org.lamella.protocol.DiskTaken;

/** One end of a disk's transfer, of a {@link ScriptedAgent}; keeps everything that it was sent. */
final class TransferEnd<Q, A> implements ClientResponseObserver<Q, A> {
    private static final long HELD_UP_MILLIS = 500;

    private final List<A> received = new CopyOnWriteArrayList<>();
    private final Semaphore ready = new Semaphore(0);
    private final boolean reads;
    private ClientCallStreamObserver<Q> up;
    private volatile Status end;

    private TransferEnd(boolean reads) {
        this.reads = reads;
    }

    static TransferEnd<DiskPart, DiskTaken> sending(ScriptedAgent agent, DiskPart begin) {
        TransferEnd<DiskPart, DiskTaken> end = new TransferEnd<>(true);
        agent.dial().sendDisk(end);
        end.send(begin);
        return end;
    }

    static TransferEnd<DiskTaken, DiskPart> taking(ScriptedAgent agent, DiskTaken first) {
        return taking(agent, first, true);
    }

    /** One that never asks for a part. */
    static TransferEnd<DiskTaken, DiskPart> takingNothing(ScriptedAgent agent, DiskTaken first) {
        return taking(agent, first, false);
    }

    private static TransferEnd<DiskTaken, DiskPart> taking(ScriptedAgent agent, DiskTaken first, boolean reads) {
        TransferEnd<DiskTaken, DiskPart> end = new TransferEnd<>(reads);
        agent.dial().takeDisk(end);
        end.send(first);
        return end;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        up = stream;
        if (!reads) {
            stream.disableAutoRequestWithInitial(0);
        }
        stream.setOnReadyHandler(ready::release);
    }

    void send(Q message) {
        up.onNext(message);
    }

    /** @return how many were sent before nothing moved for half a second */
    int sendUntilHeldUp(Q message, int atMost) {
        int sent = 0;
        try {
            while (sent < atMost) {
                while (!up.isReady()) {
                    if (!ready.tryAcquire(HELD_UP_MILLIS, TimeUnit.MILLISECONDS)) {
                        return sent;
                    }
                }
                up.onNext(message);
                sent++;
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return sent;
    }

    List<A> received() {
        return received;
    }

    /** As a node that dies. */
    void cut() {
        up.cancel("the agent dies", null);
    }

    Status awaitEnd() {
        await().until(() -> end != null);
        return end;
    }

    @Override
    public void onNext(A message) {
        received.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        end = Status.fromThrowable(failure);
    }

    @Override
    public void onCompleted() {
        end = Status.OK;
    }
}

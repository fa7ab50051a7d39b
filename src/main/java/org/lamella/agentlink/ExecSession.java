package org.lamella.agentlink;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.lamella.protocol.SessionInput;
import org.lamella.protocol.SessionOutput;

/**
 * Joins a client to a process in a sliver. What the node sends is handed on one message at a time, and the next is
 * asked for only then; what the client sends waits until the node's stream takes it. So neither side can fill memory.
 */
final class ExecSession {
    private final String id;
    private final NodeStream node;
    private final ExecClient client;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private ServerCallStreamObserver<SessionInput> agent;
    private boolean streamEnded;
    private boolean over;

    ExecSession(String id, NodeStream node, ExecClient client) {
        this.id = id;
        this.node = node;
        this.client = client;
    }

    String id() {
        return id;
    }

    long nodeId() {
        return node.nodeId();
    }

    /** The node has opened its stream. @return what to do with what comes by it */
    StreamObserver<SessionOutput> joined(ServerCallStreamObserver<SessionInput> stream) {
        lock.lock();
        try {
            agent = stream;
            if (over) {
                cancelStream();
                return new FromNode();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        client.opened();
        return new FromNode();
    }

    void ready() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until the node takes it. Dropped when the session is over. */
    void stdin(byte[] bytes, int offset, int length) throws InterruptedException {
        send(SessionInput.newBuilder()
                .setStdin(ByteString.copyFrom(bytes, offset, length))
                .build());
    }

    void stdinClosed() throws InterruptedException {
        send(SessionInput.newBuilder().setStdinClosed(true).build());
    }

    void resize(ExecTerminal.Size size) throws InterruptedException {
        send(SessionInput.newBuilder().setResize(size.wire()).build());
    }

    /** The client has gone: the node ends the process. */
    void abandon() {
        lock.lock();
        try {
            if (!over) {
                node.closeSession(id);
                cancelStream();
            }
            finish();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the session on both sides. */
    void cut(String reason) {
        fail(reason);
        lock.lock();
        try {
            cancelStream();
        } finally {
            lock.unlock();
        }
    }

    /** The session ends without the process having said so. */
    void fail(String reason) {
        if (isFirstEnd()) {
            client.failed(reason);
        }
    }

    private void send(SessionInput input) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!over && (agent == null || !(agent.isReady() || agent.isCancelled()))) {
                changed.await();
            }
            if (!over && !streamEnded && !agent.isCancelled()) {
                agent.onNext(input);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isFirstEnd() {
        lock.lock();
        try {
            boolean first = !over;
            finish();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    private void cancelStream() {
        endStream(() -> agent.onError(
                Status.CANCELLED.withDescription("the session is over").asRuntimeException()));
    }

    /** With the lock held: a stream can be ended once, by either side. */
    private void endStream(Runnable how) {
        if (agent != null && !streamEnded && !agent.isCancelled()) {
            streamEnded = true;
            how.run();
        }
    }

    private void finish() {
        over = true;
        changed.signalAll();
    }

    private final class FromNode implements StreamObserver<SessionOutput> {
        @Override
        public void onNext(SessionOutput output) {
            switch (output.getKindCase()) {
                case STDOUT -> client.stdout(output.getStdout().toByteArray());
                case STDERR -> client.stderr(output.getStderr().toByteArray());
                case EXIT -> {
                    if (isFirstEnd()) {
                        client.exited(output.getExit().getCode());
                    }
                }
                case REFUSED -> fail(output.getRefused().getReason());
                case OPENED, KIND_NOT_SET -> {
                    // Said before, or by a newer agent.
                }
            }
        }

        @Override
        public void onError(Throwable broken) {
            fail("the node's connection broke: " + Status.fromThrowable(broken).getCode());
        }

        @Override
        public void onCompleted() {
            fail("the node ended the session without an exit code");
            lock.lock();
            try {
                endStream(agent::onCompleted);
            } finally {
                lock.unlock();
            }
        }
    }
}

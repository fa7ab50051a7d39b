package org.lamella.agent.access;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lamella.agent.access.SessionPeer.Output;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.runtime.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of this node: each one process in a sliver, its three streams, and a peer who may go at any time. */
public final class Sessions implements AutoCloseable {
    /** So many at once; each costs the node four threads and a connection. */
    public static final int MOST = 64;

    /** How long output of an ended process may stay away before what holds the pipe is taken for a left-behind child. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** More than the grace that a process gets between the hangup and the kill. */
    private static final Duration END_TIMEOUT = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final Executor executor;
    private final Semaphore places = new Semaphore(MOST);
    private final Set<Execution> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Sessions(Executor executor) {
        this.executor = executor;
    }

    /** Serves the session on threads of its own; returns at once. */
    public void open(SessionRequest request, SessionPeer peer) {
        if (!places.tryAcquire()) {
            int open = MOST - places.availablePermits();
            peer.refused(open + " sessions are open on this node, and " + MOST + " are allowed at once");
            return;
        }
        Thread.ofVirtual().name("session-" + request.id()).start(() -> {
            try {
                serve(request, peer);
            } finally {
                places.release();
            }
        });
    }

    /** Ends every session and waits for them, though not for ever; their peers see the signal as the exit code. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Execution::close);
        try {
            if (places.tryAcquire(MOST, END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                places.release(MOST);
            } else {
                log.warn("{} sessions have not ended within {}", MOST - places.availablePermits(), END_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SessionRequest request, SessionPeer peer) {
        Execution execution;
        try {
            execution = executor.exec(request.slice(), request.process());
        } catch (IOException | RuntimeException e) {
            log.info("session {} in {} refused: {}", request.id(), request.slice(), e.getMessage());
            peer.refused(e.getMessage() == null ? e.toString() : e.getMessage());
            return;
        }
        running.add(execution);
        try (execution) {
            if (closed) {
                execution.close(); // it began while the others were being closed
            }
            peer.onGone(execution::close);
            pump(request.id(), execution, peer);
        } catch (PeerGone e) {
            log.debug("session {} in {}: its peer went before it ended", request.id(), request.slice());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.remove(execution);
        }
    }

    private void pump(String id, Execution execution, SessionPeer peer) throws PeerGone, InterruptedException {
        peer.opened(execution);
        OutputPump stdout = new OutputPump("stdout-" + id, execution.stdout(), Output.STDOUT, peer);
        OutputPump stderr = new OutputPump("stderr-" + id, execution.stderr(), Output.STDERR, peer);
        stdout.start();
        stderr.start();
        new InputPump("stdin-" + id, execution.stdin(), peer).start();
        int code = execution.await();
        stdout.drain(QUIET);
        stderr.drain(QUIET);
        peer.exited(code);
    }
}

package org.lamella.database;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one server running: starts it, waits for its end, starts it again on the same port.
 *
 * <p>All of it on one platform thread, because the kernel shuts the server down when the thread that started it ends (see
 * {@link Account#server}); it ends with the JVM, also by {@code kill -9}, or after {@link #close()}.
 */
final class Keeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Keeper.class);
    private static final int FIRST_STARTS = 6;
    private static final long POLL_MILLIS = 10;

    /** Recovery replays at most {@code max_wal_size}; a server that takes longer than this hangs. */
    private static final Duration START_AT_MOST = Duration.ofMinutes(2);

    /** A server that ran this long was well: its end is a new trouble, not more of the last one. */
    private static final Duration WELL_AFTER = Duration.ofMinutes(1);

    private final PostgresFolder folder;
    private final Account account;
    private final ServerCommand command;
    private final PortChoice ports;
    private final ServerLog serverLog;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("postgres-keeper").unstarted(this::keep);

    private final CountDownLatch closing = new CountDownLatch(1);

    /** Makes {@code running} and {@code closing} one: once closing, nothing is started any more. */
    private final Object state = new Object();

    private Process running;

    Keeper(PostgresFolder folder, Account account, ServerCommand command, PortChoice ports) {
        this.folder = folder;
        this.account = account;
        this.command = command;
        this.ports = ports;
        this.serverLog = new ServerLog(folder.log());
    }

    /** Starts the server and answers its port once it takes connections. {@link EmbeddedPostgresFailed} if it never does. */
    CompletableFuture<Integer> start() {
        thread.start();
        return port;
    }

    private void keep() {
        try {
            Backoff backoff = Backoff.START;
            for (int start = 1; !isClosing(); start++) {
                long began = System.nanoTime();
                String end = runOnce();
                if (isClosing()) {
                    return;
                }
                if (!port.isDone() && start == FIRST_STARTS) {
                    throw neverStarted(end);
                }
                backoff = System.nanoTime() - began > WELL_AFTER.toNanos() ? Backoff.START : backoff;
                log.warn(
                        "PostgreSQL ended, starting it again in {} ms: {}",
                        backoff.next().toMillis(),
                        end);
                closing.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
                backoff = backoff.longer();
            }
        } catch (InterruptedException | RuntimeException failed) {
            // Nobody interrupts this thread, and only the first start gives up.
            port.completeExceptionally(failed);
        }
    }

    private EmbeddedPostgresFailed neverStarted(String end) {
        return new EmbeddedPostgresFailed(
                "The embedded PostgreSQL in %s does not start: %s".formatted(folder.root(), end),
                "Mend what it complains of; its whole log is %s.".formatted(folder.log()));
    }

    /** One life of the server, from before its start until after its end; answers how it ended, in words. */
    private String runOnce() throws InterruptedException {
        try {
            Postmaster.clearWay(folder.cluster());
            int chosen = port.isDone() ? port.join() : ports.choose();
            long logStart = serverLog.turnOver();
            Optional<Process> process = spawn(chosen);
            if (process.isEmpty()) {
                return "the control plane stops";
            }
            if (becomesReady(process.get())) {
                announce(chosen);
            }
            int code = process.get().waitFor();
            return "exit code %d, and last words:%n%s".formatted(code, serverLog.since(logStart));
        } catch (IOException failed) {
            // A full disk, no process to be had: as likely to pass as a crash. A server left running goes as an orphan.
            return failed.toString();
        }
    }

    private Optional<Process> spawn(int chosen) throws IOException {
        synchronized (state) {
            if (isClosing()) {
                return Optional.empty();
            }
            running = account.server(folder.root(), command.onPort(chosen))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
                    .start();
            running.getOutputStream().close();
            return Optional.of(running);
        }
    }

    private boolean becomesReady(Process process) throws IOException, InterruptedException {
        Postmaster postmaster = new Postmaster(process.toHandle());
        long deadline = System.nanoTime() + START_AT_MOST.toNanos();
        while (!postmaster.isReady(folder.cluster())) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                log.warn("PostgreSQL is not ready after {} s", START_AT_MOST.toSeconds());
                postmaster.stop();
                return false;
            }
        }
        return true;
    }

    private void announce(int chosen) throws IOException {
        if (!port.isDone()) {
            ports.keep(chosen);
        }
        log.info("PostgreSQL {} takes connections on 127.0.0.1:{}", PostgresBinaries.version(), chosen);
        port.complete(chosen);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** A fast shutdown, bounded as {@link Postmaster#stop} is. */
    @Override
    public void close() throws IOException {
        Process last;
        synchronized (state) {
            closing.countDown();
            last = running;
        }
        if (last != null) {
            new Postmaster(last.toHandle()).stop();
        }
    }
}

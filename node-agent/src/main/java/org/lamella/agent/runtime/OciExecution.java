package org.lamella.agent.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.PseudoTerminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process in a context, and the runtime's process outside that carries its streams and its exit code. */
final class OciExecution implements Execution {
    private static final Logger log = LoggerFactory.getLogger(OciExecution.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** How long the runtime may take to tell how the process ended; it may be stuck with output that nobody takes. */
    private static final Duration REPORT = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int CANNOT_RUN = 126;
    private static final int NOT_FOUND = 127;
    private static final int NO_SIGNAL = 0;

    /** Sends a signal to all processes of a session, and tells whether there was any. */
    @FunctionalInterface
    interface Session {
        boolean signal(long leader, int signal) throws IOException;
    }

    private final Process process;
    private final SessionFiles files;
    private final Session session;
    private final Optional<PseudoTerminal> terminal;
    private final CompletableFuture<Integer> exit;
    private final AtomicBoolean closing = new AtomicBoolean();

    /** @param terminal whose other end the process has, and not its pipes */
    OciExecution(Process process, SessionFiles files, Session session, Optional<PseudoTerminal> terminal) {
        this.process = process;
        this.files = files;
        this.session = session;
        this.terminal = terminal;
        this.exit = process.onExit().thenApply(ended -> code(ended.exitValue()));
    }

    @Override
    public OutputStream stdin() {
        return terminal.map(PseudoTerminal::input).orElseGet(process::getOutputStream);
    }

    @Override
    public InputStream stdout() {
        return terminal.map(PseudoTerminal::output).orElseGet(process::getInputStream);
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    @Override
    public int await() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process cannot fail", e);
        }
    }

    @Override
    public void resize(TerminalSize size) throws IOException {
        if (terminal.isPresent()) {
            terminal.get().resize(size.columns(), size.rows());
        }
    }

    @Override
    public void signal(int signal) throws IOException {
        OptionalLong leader = files.readPid();
        if (leader.isPresent() && process.isAlive()) {
            session.signal(leader.getAsLong(), signal);
        }
    }

    /** The runtime has one exit code for all that keeps a process from starting; a shell's would tell what it was. */
    private int code(int runtimeCode) {
        try {
            if (runtimeCode < CANNOT_RUN || files.readPid().isPresent()) {
                return runtimeCode;
            }
            String words = files.log().lastError();
            return words.contains("not found") || words.contains("no such file") ? NOT_FOUND : CANNOT_RUN;
        } catch (IOException e) {
            log.warn("cannot tell why the runtime ended with {}", runtimeCode, e);
            return runtimeCode;
        }
    }

    /**
     * Returns at once; what it takes goes on beside. A process that has ended by itself may have left others in its session,
     * as a shell leaves its background jobs: those stay.
     */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("end of a session").start(this::end);
        }
    }

    private void end() {
        try {
            OptionalLong leader = awaitStart();
            if (leader.isPresent() && process.isAlive()) {
                hangUp(leader.getAsLong());
                // Killed at once, it would seem that the process had been.
                process.waitFor(REPORT.toMillis(), TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly();
            exit.join();
            terminal.ifPresent(PseudoTerminal::close);
            files.delete();
        } catch (IOException | RuntimeException e) {
            log.warn("a session could not be ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closed while it was still starting: killed now, the runtime might leave the process behind that it was making. */
    private OptionalLong awaitStart() throws IOException, InterruptedException {
        while (files.readPid().isEmpty() && process.isAlive()) {
            process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
        return files.readPid();
    }

    private void hangUp(long leader) throws IOException, InterruptedException {
        session.signal(leader, Posix.SIGHUP);
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (System.nanoTime() < deadline && session.signal(leader, NO_SIGNAL)) {
            Thread.sleep(LOOK);
        }
        // Again until none is left: one that forks while it is being killed has children that were not yet listed.
        while (session.signal(leader, Posix.SIGKILL)) {
            Thread.sleep(LOOK);
        }
    }
}

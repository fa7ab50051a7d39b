package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One end of an exec session stops reading: the other has to stop writing, and nothing may pile up between them. */
@Timeout(240)
final class StalledReaderTest {
    private static final int CHUNK = 32 * 1024;
    private static final long MEBIBYTE = 1L << 20;
    private static final long TOTAL = 64 * MEBIBYTE;

    /** What the kernel and the client may hold of a stream that nobody reads on. */
    private static final long MOST_IN_FLIGHT = 24 * MEBIBYTE;

    @TempDir
    private Path folder;

    private CommandRun exec(FakeExecServer server, CommandRun run) {
        return run.run(server.port(), "exec", "--node", "node1", "demo_hello", "--", "cat");
    }

    @Test
    void holdsUpACommandWhoseOutputNobodyReads() throws IOException {
        var sent = new AtomicLong();
        var read = new AtomicLong();
        var reader = new CountDownLatch(1);
        try (var server = FakeExecServer.playing(session -> pour(session, sent))) {
            var run = CompletableFuture.supplyAsync(
                    () -> exec(server, new CommandRun(folder).output(new SlowReader(reader, read))));
            awaitStandstill(sent);

            assertThat(sent.get()).isLessThan(MOST_IN_FLIGHT);
            reader.countDown();
            assertThat(run.orTimeout(1, TimeUnit.MINUTES).join().exitCode()).isZero();
            assertThat(read.get()).isEqualTo(TOTAL);
        }
    }

    private static void pour(FakeSession session, AtomicLong sent) throws IOException {
        session.read();
        session.text("{\"opened\":true}");
        for (; sent.get() < TOTAL; sent.addAndGet(CHUNK)) {
            session.output(1, new byte[CHUNK]);
        }
        session.exit(0);
    }

    @Test
    void doesNotReadInputThatTheCommandDoesNotTake() throws IOException {
        var taken = new AtomicLong();
        var received = new AtomicLong();
        var command = new CountDownLatch(1);
        try (var server = FakeExecServer.playing(session -> swallow(session, command, received))) {
            var run = CompletableFuture.supplyAsync(
                    () -> exec(server, new CommandRun(folder).input(new Zeros(TOTAL, taken))));
            awaitStandstill(taken);

            assertThat(taken.get()).isLessThan(MOST_IN_FLIGHT);
            command.countDown();
            assertThat(run.orTimeout(1, TimeUnit.MINUTES).join().exitCode()).isZero();
            assertThat(received.get()).isEqualTo(TOTAL);
        }
    }

    private static void swallow(FakeSession session, CountDownLatch begin, AtomicLong received) throws IOException {
        session.read();
        session.text("{\"opened\":true}");
        awaitLatch(begin);
        for (var message = session.read(); !message.text(); message = session.read()) {
            if (message.closed()) {
                throw new IOException("closed before the end of standard input");
            }
            received.addAndGet(message.content().length - 1);
        }
        session.exit(0);
    }

    /** Waits until bytes have moved, and then none for a while. */
    private static void awaitStandstill(AtomicLong moved) {
        var before = new AtomicLong(-1);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    var now = moved.get();
                    return before.getAndSet(now) == now && now > 0;
                });
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes nothing until the latch opens. */
    private static final class SlowReader extends OutputStream {
        private final CountDownLatch open;
        private final AtomicLong read;

        SlowReader(CountDownLatch open, AtomicLong read) {
            this.open = open;
            this.read = read;
        }

        @Override
        public void write(int b) {
            awaitLatch(open);
            read.incrementAndGet();
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            awaitLatch(open);
            read.addAndGet(length);
        }
    }

    /** So many zeros, and how many of them were taken. */
    private static final class Zeros extends InputStream {
        private final long total;
        private final AtomicLong taken;

        Zeros(long total, AtomicLong taken) {
            this.total = total;
            this.taken = taken;
        }

        @Override
        public int read() {
            return taken.get() < total && taken.incrementAndGet() > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            var left = total - taken.get();
            var count = (int) Math.min(left, length);
            taken.addAndGet(count);
            return left == 0 ? -1 : count;
        }
    }
}

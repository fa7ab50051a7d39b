package org.lamella.agent.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.plan.SliverMemory;
import org.lamella.agent.reconcile.ResetOrders;
import org.lamella.agent.spectator.SliverProcess;

/** On a node whose memory is whatever the test says. */
class WatchdogTest {
    private static final long MEBI = 1L << 20;
    private static final Instant CONTEXT = Instant.ofEpochSecond(1_000);
    private static final NodeMemory PLENTY = left(4_000);
    private static final NodeMemory SHORT = left(300);
    private static final NodeMemory EXTREME = left(50);

    @TempDir
    private Path folder;

    private final Clock clock = Clock.fixed(Instant.ofEpochSecond(2_000), ZoneOffset.UTC);
    private final Map<String, Long> used = new HashMap<>();
    private final List<Watchdog.Running> running = new ArrayList<>();
    private final AtomicInteger orders = new AtomicInteger();
    private final AtomicInteger measured = new AtomicInteger();
    private final ResetOrders open = new ResetOrders(orders::incrementAndGet);
    private NodeMemory node = PLENTY;
    private ResetBook book;
    private Watchdog watchdog;

    @BeforeEach
    void make() throws IOException {
        book = new ResetBook(folder);
        watchdog = new Watchdog(
                () -> node,
                slice -> {
                    measured.incrementAndGet();
                    return used.get(slice);
                },
                slice -> List.of(
                        process(2, 100), process(3, 300), process(4, 1), process(5, 5), process(6, 6), process(7, 7)),
                () -> List.copyOf(running),
                open,
                book,
                clock);
    }

    private static NodeMemory left(long mebibytes) {
        return new NodeMemory(8_192 * MEBI, mebibytes * MEBI, 0, 0);
    }

    private static SliverProcess process(long pid, long mebibytes) {
        return new SliverProcess(
                "demo_a", 100 + pid, pid, 0, 'S', Duration.ZERO, mebibytes * MEBI, CONTEXT, "process " + pid);
    }

    private void run(String slice, long usedMebibytes, long guaranteedMebibytes) {
        running.add(new Watchdog.Running(slice, CONTEXT, new SliverMemory(guaranteedMebibytes * MEBI)));
        used.put(slice, usedMebibytes * MEBI);
    }

    @Test
    void measuresNobodyWhileThereIsMemory() {
        run("demo_a", 5_000, 0);
        for (int i = 0; i < 100; i++) {
            watchdog.look();
        }
        assertThat(measured).hasValue(0);
        assertThat(orders).hasValue(0);
    }

    @Test
    void ordersOneResetAndWaitsForWhatItGives() {
        run("demo_a", 3_000, 0);
        run("demo_b", 2_000, 0);
        node = SHORT;
        watchdog.look();
        watchdog.look();
        assertThat(open.isOpen("demo_a")).isTrue();
        assertThat(open.isOpen("demo_b")).isFalse();
        assertThat(orders).hasValue(1);
        assertThat(folder).isDirectoryContaining("glob:**.planned");
        assertThat(book.news(10)).isEmpty();
    }

    @Test
    void ordersAllAtOnceWhenHardlyAnythingIsLeft() {
        run("demo_a", 3_000, 0);
        run("demo_b", 2_000, 0);
        run("demo_kept", 1_000, 1_024);
        node = SHORT;
        watchdog.look();
        node = EXTREME;
        watchdog.look();
        watchdog.look();
        assertThat(open.isOpen("demo_b")).isTrue();
        assertThat(open.isOpen("demo_kept")).isFalse();
        assertThat(orders).hasValue(2);
    }

    @Test
    void ordersNothingWhereNobodyIsBeyondTheGuarantee() {
        run("demo_a", 3_000, 3_000);
        node = EXTREME;
        watchdog.look();
        assertThat(orders).hasValue(0);
    }

    @Test
    void leavesOutWhoCannotBeMeasured() {
        run("demo_gone", 9_000, 0);
        used.remove("demo_gone");
        run("demo_b", 2_000, 0);
        Watchdog.Running gone = running.getFirst();
        watchdog = new Watchdog(
                () -> node,
                slice -> {
                    if (slice.equals(gone.slice())) {
                        throw new IOException("no such group");
                    }
                    return used.get(slice);
                },
                slice -> List.of(),
                () -> List.copyOf(running),
                open,
                book,
                clock);
        node = SHORT;
        watchdog.look();
        assertThat(open.isOpen("demo_b")).isTrue();
    }

    @Test
    void keepsTheLargestProcessesAndTheNumbers() throws IOException {
        run("demo_a", 3_000, 512);
        node = SHORT;
        watchdog.look();
        new ResetBook(folder).settle(left -> false);
        MemoryReset told = new ResetBook(folder).news(10).getFirst();
        assertThat(told.processes())
                .extracting(MemoryReset.MemoryUser::pidInside)
                .containsExactly(3L, 2L, 7L, 6L, 5L);
        assertThat(told.node()).isEqualTo(SHORT);
        assertThat(told.words())
                .isEqualTo("reset at 1970-01-01T00:33:20Z because the node had 300 MiB of 8192 MiB of memory left: it"
                        + " used 3000 MiB, and it is guaranteed 512 MiB");
    }
}

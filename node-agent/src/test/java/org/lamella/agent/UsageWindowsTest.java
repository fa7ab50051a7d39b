package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.usage.Counted;
import org.lamella.agent.usage.SliverUse;
import org.lamella.agent.usage.UsageBook;
import org.lamella.agent.usage.UsageWindow;

/** What real slivers got, in windows of two seconds. */
@OnKernel
class UsageWindowsTest {
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void tellsBusyFromIdle() throws Exception {
        try (TestNode node = TestNode.startedWithWindowsOf(WINDOW)) {
            node.apply(
                    TestNode.running("demo_busy", 1).with(SliverPromise.FAIR.with(new SliverCpu(20, 1))),
                    TestNode.running("demo_idle", 2));
            node.awaitState("demo_busy", SliverState.RUNNING);
            node.awaitState("demo_idle", SliverState.RUNNING);
            try (Execution hog = node.exec(
                    "demo_busy",
                    "sh",
                    "-c",
                    "while :; do nc -w 1 10.213.7.1 9 </dev/null; done & while :; do :; done")) {
                UsageWindow window = awaitWindow(
                        node,
                        "demo_busy",
                        use -> use.counted().cpuMicros() > 200_000
                                && use.counted().sentBytes() > 0
                                && use.processes() > 0);
                SliverUse busy = use(window, "demo_busy").orElseThrow();
                assertThat(busy.incarnation()).isEqualTo(1);
                assertThat(busy.counted().receivedBytes()).isNotNegative();
                assertThat(busy.reservedPercent()).isEqualTo(20);
                assertThat(busy.promisedMillis()).isPositive();
                assertThat(busy.memoryBytes()).isPositive();
                assertThat(busy.memoryPeakBytes()).isGreaterThanOrEqualTo(busy.memoryBytes());
                assertThat(busy.diskBytes()).isPositive();
                SliverUse idle = use(window, "demo_idle").orElseThrow();
                assertThat(idle.processesPeak()).isZero();
                assertThat(idle.counted().cpuMicros()).isBetween(0L, 100_000L);
                assertThat(hog).isNotNull();
            }
        }
    }

    @Test
    void doesNotCountTheShellThatRanTheInitscript() throws Exception {
        try (TestNode node = TestNode.startedWithWindowsOf(WINDOW)) {
            node.apply(TestNode.running("demo_a", 1).with(new SliverLife("#!/bin/sh\necho done\n")));
            node.awaitState("demo_a", SliverState.RUNNING);
            awaitWindow(node, "demo_a", use -> use.processesPeak() == 0);
        }
    }

    @Test
    void goesOnAfterARestartOfTheAgent() throws Exception {
        try (TestNode node = TestNode.startedWithWindowsOf(WINDOW)) {
            node.apply(TestNode.running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            awaitWindow(node, "demo_a", use -> true);
            node.restart();
            UsageWindow window = awaitWindow(node, "demo_a", use -> use.seenMillis() > WINDOW.toMillis() / 2);
            assertThat(use(window, "demo_a").orElseThrow().counted().cpuMicros())
                    .isNotEqualTo(Counted.NOT);
        }
    }

    private interface Wanted {
        boolean fits(SliverUse use);
    }

    /** Takes windows off the node until one has this of the slice. */
    private static UsageWindow awaitWindow(TestNode node, String slice, Wanted wanted) {
        return await().atMost(SOON)
                .until(
                        () -> next(node),
                        window -> window.flatMap(seen -> use(seen, slice))
                                .filter(wanted::fits)
                                .isPresent())
                .orElseThrow();
    }

    private static Optional<UsageWindow> next(TestNode node) throws IOException {
        UsageBook book = node.agent().usage();
        Optional<UsageWindow> window = book.oldest();
        window.ifPresent(seen -> book.stored(seen.beganMillis()));
        return window;
    }

    private static Optional<SliverUse> use(UsageWindow window, String slice) {
        return window.slivers().stream()
                .filter(use -> use.slice().equals(slice))
                .findFirst();
    }
}

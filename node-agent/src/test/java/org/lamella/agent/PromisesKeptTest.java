package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.plan.SliverMemory;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.plan.SliverTraffic;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.usage.Counted;
import org.lamella.agent.usage.Kept;
import org.lamella.agent.usage.UsageBook;
import org.lamella.agent.usage.UsageWindow;

/** What the node says of network and memory that it has promised, in windows of six seconds. */
@OnKernel
class PromisesKeptTest {
    private static final Duration WINDOW = Duration.ofSeconds(6);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final long MBIT = 1_000_000;
    private static final int SINK = 7001;
    private static final int SOURCE = 7003;

    private TestWorld world;
    private TestNode node;

    @BeforeEach
    void connect() throws Exception {
        world = new TestWorld();
        world.sink(SINK);
        world.source(SOURCE);
        node = TestNode.startedWithWindowsOf(WINDOW, TestWorld.UPLINK);
    }

    @AfterEach
    void takeAway() throws Exception {
        try (TestWorld closing = world) {
            node.close();
        }
    }

    private void cap(long megabits, long reserved) throws Exception {
        node.apply(
                new NodeTraffic(megabits * MBIT, List.of()),
                List.of(TestNode.running("demo_a", 1)
                        .with(SliverPromise.FAIR
                                .with(new SliverTraffic(reserved * MBIT, 0, 1, 0))
                                .with(new SliverMemory(64 << 20)))));
        node.awaitState("demo_a", SliverState.RUNNING);
    }

    private Execution busy(String command) throws IOException {
        return node.exec("demo_a", "sh", "-c", command);
    }

    private Kept awaitWindow(Predicate<Kept> wanted) {
        return await().atMost(SOON)
                .until(this::next, next -> next.filter(wanted).isPresent())
                .orElseThrow();
    }

    private Optional<Kept> next() throws IOException {
        UsageBook book = node.agent().usage();
        Optional<UsageWindow> window = book.oldest();
        window.ifPresent(seen -> book.stored(seen.beganMillis()));
        return window.flatMap(seen -> seen.slivers().stream().findFirst()).map(use -> use.kept());
    }

    @Test
    void tellsARateThatIsHadFromOneThatIsNot() throws Exception {
        cap(40, 8);
        try (Execution sends = busy("exec nc " + TestWorld.ADDRESS + " " + SINK + " </dev/zero")) {
            Kept had = awaitWindow(kept -> kept.sent().promisedBytes() > 2 * MBIT);
            assertThat(had.reservedBits()).isEqualTo(8 * MBIT);
            assertThat(had.sent().missedBytes()).isLessThan(had.sent().promisedBytes() / 100);
            assertThat(had.received().promisedBytes()).isLessThan(MBIT);
            assertThat(had.received().missedBytes()).isZero();

            // A cap under what is reserved breaks the promise: 24 are promised, 6 can be had.
            cap(6, 24);
            Kept missed = awaitWindow(kept -> kept.sent().waitedMillis() > 3_000);
            assertThat(missed.reservedBits()).isEqualTo(24 * MBIT);
            assertThat(missed.sent().missedBytes() / (double) missed.sent().promisedBytes())
                    .isBetween(0.4, 0.95);
            assertThat(missed.received().missedBytes()).isZero();
            assertThat(sends).isNotNull();
        }
    }

    @Test
    void judgesWhatComesLikewise() throws Exception {
        cap(6, 24);
        try (Execution receives = busy("exec nc " + TestWorld.ADDRESS + " " + SOURCE + " >/dev/null")) {
            Kept missed = awaitWindow(kept -> kept.received().waitedMillis() > 1_500);
            assertThat(missed.received().missedBytes()).isPositive();
            assertThat(missed.received().missedBytes())
                    .isLessThan(missed.received().promisedBytes());
            assertThat(receives).isNotNull();
        }
    }

    @Test
    void doesNotTakeASliversOwnMemoryLimitForABrokenGuarantee() throws Exception {
        SliverBounds usual = SliverBounds.USUAL;
        node.apply(TestNode.running("demo_a", 1)
                .with(SliverPromise.FAIR.with(new SliverMemory(64 << 20)))
                .with(new SliverBounds(
                        usual.processes(),
                        64 << 20,
                        usual.openFiles(),
                        usual.lockedMemoryBytes(),
                        usual.sharedMemoryBytes(),
                        usual.capabilities())));
        node.awaitState("demo_a", SliverState.RUNNING);
        try (Execution greedy = busy("dd if=/dev/zero of=/dev/null bs=200M count=1")) {
            assertThat(greedy.await()).as("ended by the kernel").isNotZero();
        }
        for (int window = 0; window < 2; window++) {
            Kept kept = awaitWindow(any -> true);
            assertThat(kept.memoryTaken()).isZero();
            assertThat(kept.reservedBits()).isZero();
            assertThat(kept.sent().missedBytes()).isEqualTo(Counted.NOT);
        }
    }
}

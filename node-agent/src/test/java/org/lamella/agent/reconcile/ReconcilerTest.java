package org.lamella.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.Availability;

class ReconcilerTest {
    private final SettableClock clock = new SettableClock();
    private final BreakableContexts contexts = new BreakableContexts(clock, () -> {});
    private final SettableImages images = new SettableImages();
    private final StatusBoard board = new StatusBoard();
    private NodePlan plan = NodePlan.NONE;
    private final ResetOrders orders = new ResetOrders(() -> {});
    private final Reconciler reconciler = new Reconciler(contexts, () -> plan, images, board, orders, clock, 2);
    private final List<String> whatBecameOfOrders = new ArrayList<>();

    private static SliverPlan running(String slice) {
        return SliverPlan.plain(slice, Goal.RUNNING, "busybox", 1, 1);
    }

    private void apply(SliverPlan... slivers) {
        List<ImagePlan> described = Stream.of("busybox", "debian-12")
                .map(name -> new ImagePlan(name, ImageKind.BUSYBOX, ""))
                .toList();
        plan = new NodePlan(plan.generation() + 1, List.of(slivers), described);
        reconciler.reconcile();
    }

    private SliverStatus status(String slice) {
        return board.status().slivers().get(slice);
    }

    @Test
    void reportsWhatRunsAndTheGenerationItComesFrom() {
        apply(running("demo_a"));

        assertThat(board.status().generationApplied()).isEqualTo(1);
        assertThat(status("demo_a"))
                .isEqualTo(
                        new SliverStatus("demo_a", 1, SliverState.RUNNING, "", clock.instant(), 1, "sha256:busybox"));
    }

    @Test
    void keepsTheTimeSinceWhichASliverRuns() {
        apply(running("demo_a"));
        clock.advance(Duration.ofSeconds(10));

        apply(running("demo_a"), running("demo_b"));

        assertThat(Duration.between(status("demo_a").since(), clock.instant())).hasSeconds(10);
        assertThat(status("demo_a").generationApplied()).isEqualTo(1);
    }

    @Test
    void hasNothingNewToSayOfASliverThatStays() {
        apply(running("demo_a"));
        SliverStatus before = status("demo_a");

        apply(running("demo_a"), running("demo_b"));

        assertThat(status("demo_a")).isEqualTo(before);
        assertThat(board.status().generationApplied()).isEqualTo(2);
    }

    @Test
    void removesWhatIsInNoPlan() {
        apply(running("demo_a"));

        apply();

        assertThat(contexts.list()).isEmpty();
        assertThat(board.status().slivers()).isEmpty();
        assertThat(board.status().generationApplied()).isEqualTo(2);
    }

    @Test
    void leavesANodeAloneThatWasNeverSentAPlan() {
        apply(running("demo_a"));
        plan = NodePlan.NONE;

        reconciler.reconcile();

        assertThat(contexts.list()).extracting(Existing::condition).containsExactly(Condition.RUNNING);
    }

    @Test
    void stopsAndStartsAgain() {
        apply(running("demo_a"));
        apply(SliverPlan.plain("demo_a", Goal.STOPPED, "busybox", 1, 1));
        assertThat(status("demo_a").state()).isEqualTo(SliverState.STOPPED);

        apply(running("demo_a"));
        assertThat(status("demo_a").state()).isEqualTo(SliverState.RUNNING);
    }

    @Test
    void reportsABadSliverAndRunsTheOthers() {
        contexts.breakSlice("demo_bad");

        apply(running("demo_bad"), running("demo_good"), running("../etc"));

        assertThat(status("demo_bad").state()).isEqualTo(SliverState.FAILED);
        assertThat(status("demo_bad").reason()).contains("demo_bad").contains("broken");
        assertThat(status("demo_good").state()).isEqualTo(SliverState.RUNNING);
        assertThat(status("../etc").state()).isEqualTo(SliverState.FAILED);
        assertThat(board.status().generationApplied()).isEqualTo(1);
    }

    @Test
    void triesABadSliverAgainAfterAWhile() {
        contexts.breakSlice("demo_a");
        apply(running("demo_a"));
        contexts.mend("demo_a");

        reconciler.reconcile();
        assertThat(status("demo_a").state()).isEqualTo(SliverState.FAILED);

        clock.advance(Duration.ofSeconds(1));
        reconciler.reconcile();
        assertThat(status("demo_a").state()).isEqualTo(SliverState.RUNNING);
    }

    @Test
    void saysOfASliverThatItCannotRemoveWhy() {
        apply(running("demo_a"));
        contexts.breakSlice("demo_a");

        apply();

        assertThat(status("demo_a").state()).isEqualTo(SliverState.FAILED);
        assertThat(status("demo_a").reason()).contains("cannot destroy demo_a");
        assertThat(board.status().generationApplied()).isEqualTo(2);
    }

    @Test
    void doesNotHoldUpAPlanForAnImageThatIsBeingBuilt() {
        images.set("debian-12", new Availability.Building(41));

        apply(SliverPlan.plain("demo_d", Goal.RUNNING, "debian-12", 1, 1), running("demo_a"));

        assertThat(status("demo_d").state()).isEqualTo(SliverState.STARTING);
        assertThat(status("demo_d").reason()).isEqualTo("building image debian-12: 41 %");
        assertThat(status("demo_a").state()).isEqualTo(SliverState.RUNNING);
        assertThat(board.status().generationApplied()).isEqualTo(1);

        images.ready("debian-12");
        reconciler.reconcile();
        assertThat(status("demo_d").state()).isEqualTo(SliverState.RUNNING);
    }

    @Test
    void reportsAnImageThatCannotBeHad() {
        images.set("debian-12", new Availability.Failed("image debian-12 does not unpack: no"));

        apply(SliverPlan.plain("demo_d", Goal.RUNNING, "debian-12", 1, 1));

        assertThat(status("demo_d").state()).isEqualTo(SliverState.FAILED);
        assertThat(status("demo_d").reason()).isEqualTo("image debian-12 does not unpack: no");
    }

    @Test
    void refusesAnImageThatThePlanDoesNotDescribe() {
        apply(SliverPlan.plain("demo_d", Goal.RUNNING, "arch", 1, 1));

        assertThat(status("demo_d").state()).isEqualTo(SliverState.FAILED);
        assertThat(status("demo_d").reason())
                .contains("demo_d")
                .contains("arch")
                .contains("[busybox, debian-12]");
    }

    @Test
    void removesAnOlderLifeEvenBeforeTheImageOfTheNewOneIsThere() {
        apply(running("demo_a"));
        images.set("debian-12", new Availability.Building(0));

        apply(SliverPlan.plain("demo_a", Goal.RUNNING, "debian-12", 2, 1));

        assertThat(contexts.list()).isEmpty();
        assertThat(status("demo_a").state()).isEqualTo(SliverState.STARTING);
    }

    @Test
    void restartsADeadContextAtOnceAndSaysSo() {
        apply(running("demo_a"));
        contexts.die("demo_a");

        reconciler.reconcile();

        assertThat(status("demo_a").state()).isEqualTo(SliverState.RUNNING);
        assertThat(status("demo_a").reason()).contains("restarted").contains("init had ended");
    }

    @Test
    void restartsAContextThatDiesAgainOnlyAfterAWhile() {
        apply(running("demo_a"));
        contexts.die("demo_a");
        reconciler.reconcile();
        contexts.die("demo_a");

        reconciler.reconcile();
        assertThat(status("demo_a").state()).isEqualTo(SliverState.FAILED);
        assertThat(status("demo_a").reason()).contains("its init has ended");

        clock.advance(Duration.ofSeconds(1));
        reconciler.reconcile();
        assertThat(status("demo_a").state()).isEqualTo(SliverState.RUNNING);
    }

    @Test
    void saysHowOftenAContextHasDiedAndWhenItIsTriedAgain() {
        apply(running("demo_a"));
        for (int i = 0; i < 3; i++) {
            contexts.die("demo_a");
            clock.advance(Duration.ofMinutes(2));
            reconciler.reconcile();
        }
        assertThat(status("demo_a").state()).isEqualTo(SliverState.RUNNING);
        assertThat(status("demo_a").reason())
                .isEqualTo("its init has ended 3 times in a row; restarted at "
                        + clock.instant().truncatedTo(ChronoUnit.SECONDS) + ", and not again before "
                        + clock.instant().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS));
        contexts.die("demo_a");
        reconciler.reconcile();
        assertThat(status("demo_a").state()).isEqualTo(SliverState.FAILED);
        assertThat(status("demo_a").reason())
                .isEqualTo("its init has ended 4 times in a row; the next try is at "
                        + clock.instant().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void callsASliverThatCannotBeFrozenDegradedAndTriesAgain() {
        apply(running("demo_a"));
        contexts.breakSlice("demo_a");
        apply(running("demo_a").with(new SliverLife("", "", 0, 0, true)));
        assertThat(status("demo_a").state()).isEqualTo(SliverState.DEGRADED);
        assertThat(status("demo_a").reason()).contains("cannot freeze");
        assertThat(status("demo_a").frozen()).isFalse();
        contexts.mend("demo_a");
        reconciler.reconcile();
        assertThat(status("demo_a").state()).isEqualTo(SliverState.RUNNING);
        assertThat(status("demo_a").frozen()).isTrue();
    }

    @Test
    void forgetsWhatWentWrongWhenAContextHasRunForAMinute() {
        apply(running("demo_a"));
        contexts.die("demo_a");
        reconciler.reconcile();

        clock.advance(Duration.ofSeconds(60));
        reconciler.reconcile();

        assertThat(status("demo_a").reason()).isEmpty();
    }

    private void order(String slice, Instant context) {
        orders.put(new ResetOrders.Order(
                slice,
                context,
                "the node is short of memory",
                () -> whatBecameOfOrders.add("obeyed"),
                () -> whatBecameOfOrders.add("withdrawn")));
    }

    private Instant context(String slice) {
        return contexts.list().stream()
                .filter(sliver -> sliver.slice().equals(slice))
                .findFirst()
                .orElseThrow()
                .since();
    }

    @Test
    void resetsASliverForTheNodeOnceAndSaysWhy() {
        apply(running("demo_a"), running("demo_b"));
        Instant first = context("demo_a");
        clock.advance(Duration.ofSeconds(10));
        order("demo_a", first);

        reconciler.reconcile();
        reconciler.reconcile();

        assertThat(whatBecameOfOrders).containsExactly("obeyed");
        assertThat(orders.areOpen()).isFalse();
        assertThat(context("demo_a")).isEqualTo(clock.instant());
        assertThat(context("demo_b")).isEqualTo(first);
        assertThat(status("demo_a").state()).isEqualTo(SliverState.RUNNING);
        assertThat(status("demo_a").reason()).isEqualTo("the node is short of memory");
    }

    @Test
    void letsASliverWaitThatIsResetForTheNodeAgainAndAgain() {
        apply(running("demo_a"));
        for (int times = 1; times <= 3; times++) {
            clock.advance(Duration.ofSeconds(90));
            reconciler.reconcile();
            order("demo_a", context("demo_a"));
            reconciler.reconcile();
        }
        assertThat(status("demo_a").state()).isEqualTo(SliverState.FAILED);
        assertThat(status("demo_a").reason())
                .isEqualTo("the node is short of memory; that has happened 3 times in a row, and it starts again at "
                        + clock.instant().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS));
        reconciler.reconcile();
        assertThat(status("demo_a").state()).isEqualTo(SliverState.FAILED);

        clock.advance(Duration.ofSeconds(4));
        reconciler.reconcile();
        assertThat(status("demo_a").state()).isEqualTo(SliverState.RUNNING);
        clock.advance(Duration.ofMinutes(10));
        reconciler.reconcile();
        assertThat(status("demo_a").reason()).isEmpty();
    }

    @Test
    void withdrawsAnOrderAgainstAContextThatIsThereNoMore() {
        apply(running("demo_a"));
        order("demo_a", context("demo_a").minusSeconds(1));
        order("demo_gone", context("demo_a"));

        reconciler.reconcile();

        assertThat(whatBecameOfOrders).containsExactly("withdrawn", "withdrawn");
        assertThat(orders.areOpen()).isFalse();
        assertThat(status("demo_a").reason()).isEmpty();
    }

    @Test
    void stopsWhatIsWantedStoppedWhateverTheNodeHasOrdered() {
        apply(running("demo_a"));
        order("demo_a", context("demo_a"));

        apply(SliverPlan.plain("demo_a", Goal.STOPPED, "busybox", 1, 1));
        reconciler.reconcile();

        assertThat(status("demo_a").state()).isEqualTo(SliverState.STOPPED);
        assertThat(whatBecameOfOrders).containsExactly("withdrawn");
    }

    @Test
    void looksAtTheNodeBeforeItReadsThePlan() {
        List<String> order = new ArrayList<>();
        BreakableContexts observed = new BreakableContexts(clock, () -> order.add("what exists"));
        Supplier<NodePlan> plans = () -> {
            order.add("what is wanted");
            return NodePlan.NONE;
        };

        new Reconciler(observed, plans, images, board, clock, 1).reconcile();

        assertThat(order).containsExactly("what exists", "what is wanted");
    }
}

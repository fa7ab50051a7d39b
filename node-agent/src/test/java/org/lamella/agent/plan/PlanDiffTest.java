package org.lamella.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanDiffTest {
    private static final String SLICE = "demo_a";

    /** What may be wanted: nothing, or one of two goals of the second incarnation on busybox. */
    private static List<SliverPlan> wishes() {
        List<SliverPlan> wishes = new ArrayList<>();
        wishes.add(null);
        for (Goal goal : Goal.values()) {
            wishes.add(SliverPlan.plain(SLICE, goal, "busybox", 2, 1));
        }
        return wishes;
    }

    /** What may be there: nothing, or any condition of the same life, an older one, one on another image, an unknown one. */
    private static List<Existing> findings() {
        List<Existing> findings = new ArrayList<>();
        findings.add(null);
        for (Condition condition : Condition.values()) {
            findings.add(existing(condition, 2, "busybox"));
            findings.add(existing(condition, 1, "busybox"));
            findings.add(existing(condition, 2, "debian-12"));
            findings.add(existing(condition, Existing.NO_INCARNATION, ""));
        }
        return findings;
    }

    private static Existing existing(Condition condition, long incarnation, String image) {
        return new Existing(SLICE, condition, incarnation, image, "", Instant.EPOCH);
    }

    private static SliverPlan wished(long restarts, long resets, boolean frozen) {
        return SliverPlan.plain(SLICE, Goal.RUNNING, "busybox", 2, 1)
                .with(new SliverLife("", "", restarts, resets, frozen));
    }

    private static Existing begunUnder(long restarts, long resets, boolean frozen) {
        return new Existing(
                SLICE, Condition.RUNNING, 2, "busybox", "", Instant.EPOCH, new FoundLife(restarts, resets, frozen), "");
    }

    private static Action only(SliverPlan wish, Existing found) {
        return PlanDiff.actions(new NodePlan(1, List.of(wish), List.of()), List.of(found))
                .getFirst();
    }

    @Test
    void beginsAContextAnewOnlyForAHigherNumber() {
        assertThat(only(wished(3, 2, false), begunUnder(3, 2, false))).isInstanceOf(Action.Keep.class);
        assertThat(only(wished(4, 2, false), begunUnder(3, 2, false))).isInstanceOf(Action.Restart.class);
        assertThat(only(wished(9, 3, false), begunUnder(3, 2, false))).isInstanceOf(Action.Reset.class);
        assertThat(only(wished(2, 1, false), begunUnder(3, 2, false))).isInstanceOf(Action.Keep.class);
    }

    @Test
    void letsAContextStandStillAndGoOn() {
        assertThat(only(wished(0, 0, true), begunUnder(0, 0, false))).isInstanceOf(Action.Freeze.class);
        assertThat(only(wished(0, 0, true), begunUnder(0, 0, true))).isInstanceOf(Action.Keep.class);
        assertThat(only(wished(0, 0, false), begunUnder(0, 0, true))).isInstanceOf(Action.Thaw.class);
        assertThat(only(wished(1, 0, true), begunUnder(0, 0, true))).isInstanceOf(Action.Restart.class);
    }

    private static Stream<Object[]> pairs() {
        return wishes().stream().flatMap(wish -> findings().stream().map(found -> new Object[] {wish, found}));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void choosesOneActionForEveryWishAndFinding(SliverPlan wish, Existing found) {
        NodePlan plan = new NodePlan(1, wish == null ? List.of() : List.of(wish), List.of());

        List<Action> actions = PlanDiff.actions(plan, found == null ? List.of() : List.of(found));

        assertThat(actions).isEqualTo(expected(wish, found));
    }

    /** The same table, written as a person would say it. */
    private static List<Action> expected(SliverPlan wish, Existing found) {
        if (wish == null) {
            return found == null ? List.of() : List.of(new Action.Destroy(found));
        }
        boolean run = wish.goal() == Goal.RUNNING;
        if (found == null) {
            return List.of(run ? new Action.Create(wish) : new Action.Leave(wish));
        }
        if (found.incarnation() == 1 || found.image().equals("debian-12")) {
            return List.of(new Action.Replace(wish, found));
        }
        String pair = wish.goal() + " from " + found.condition();
        return List.of(
                switch (pair) {
                    case "RUNNING from RUNNING", "STOPPED from STOPPED" -> new Action.Keep(wish, found);
                    case "RUNNING from STOPPED" -> new Action.Start(wish, found);
                    case "RUNNING from PARTIAL", "RUNNING from DEAD" -> new Action.Restart(wish, found);
                    case "STOPPED from RUNNING", "STOPPED from PARTIAL", "STOPPED from DEAD" ->
                        new Action.Stop(wish, found);
                    default -> throw new AssertionError(pair);
                });
    }

    @Test
    void freesBeforeItTakes() {
        Existing old = new Existing("demo_z", Condition.RUNNING, 1, "busybox", "", Instant.EPOCH);
        Existing replaced = new Existing("demo_y", Condition.RUNNING, 1, "busybox", "", Instant.EPOCH);
        NodePlan plan = new NodePlan(
                1,
                List.of(
                        SliverPlan.plain("demo_a", Goal.RUNNING, "busybox", 1, 1),
                        SliverPlan.plain("demo_y", Goal.RUNNING, "busybox", 2, 1)),
                List.of());

        assertThat(PlanDiff.actions(plan, List.of(replaced, old)))
                .extracting(Action::slice)
                .containsExactly("demo_z", "demo_y", "demo_a");
    }

    @Test
    void refusesNamesThatWouldLeaveTheirFolder() {
        for (String name : List.of("../etc", "a/b", "", ".hidden", "-option", "Demo", "a".repeat(65))) {
            NodePlan plan = new NodePlan(1, List.of(SliverPlan.plain(name, Goal.RUNNING, "busybox", 1, 1)), List.of());

            assertThat(PlanDiff.actions(plan, List.of()))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Action.Refuse.class,
                            refuse -> assertThat(refuse.reason()).contains("'" + name + "'"));
        }
    }

    @Test
    void takesTheNewerLifeOfASliverThatIsNamedTwice() {
        SliverPlan older = SliverPlan.plain(SLICE, Goal.RUNNING, "busybox", 1, 1);
        SliverPlan newer = SliverPlan.plain(SLICE, Goal.RUNNING, "busybox", 2, 1);

        assertThat(PlanDiff.actions(new NodePlan(1, List.of(newer, older), List.of()), List.of()))
                .containsExactly(new Action.Create(newer));
    }
}

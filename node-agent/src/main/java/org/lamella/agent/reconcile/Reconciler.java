package org.lamella.agent.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.lamella.agent.context.Contexts;
import org.lamella.agent.plan.Action;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.DiskUse;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.PlanDiff;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.Images;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the node hold what its plan says.
 *
 * <ol>
 *   <li>A pass starts from what is found on the node, never from what an earlier pass did: a pass after a crash is like any
 *       other.
 *   <li>Only what carries this agent's mark is ever found, so nothing else is ever touched.
 *   <li>A context that is as it is wanted is not touched, whoever built it.
 *   <li>One pass does at most one thing to a slice; passes do not overlap. So no slice is worked on twice at a time.
 *   <li>A sliver that goes wrong is FAILED with its reason, is tried again after a while, and holds up no other.
 *   <li>An image that is being built holds up nobody but the slivers that want it, and does not hold up the pass.
 *   <li>A node that was never sent a plan is left as it is: it is not known what is wanted there, which is not the same as
 *       knowing that nothing is.
 * </ol>
 */
public final class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final Contexts contexts;
    private final Supplier<NodePlan> plans;
    private final StatusBoard board;
    private final Clock clock;
    private final int workers;
    private final Retries retries;
    private final Performer performer;
    private final ResetOrders orders;

    /** One whose node never orders anything. */
    public Reconciler(
            Contexts contexts, Supplier<NodePlan> plans, Images images, StatusBoard board, Clock clock, int workers) {
        this(contexts, plans, images, board, new ResetOrders(() -> {}), clock, workers);
    }

    /**
     * @param orders stand above the plan
     * @param workers how many slivers are worked on at once
     */
    public Reconciler(
            Contexts contexts,
            Supplier<NodePlan> plans,
            Images images,
            StatusBoard board,
            ResetOrders orders,
            Clock clock,
            int workers) {
        this.contexts = contexts;
        this.plans = plans;
        this.board = board;
        this.clock = clock;
        this.workers = workers;
        this.retries = new Retries(clock);
        this.orders = orders;
        this.performer = new Performer(contexts, images, retries, orders, clock);
    }

    /** One pass; returns when every sliver was dealt with, well or badly. */
    public void reconcile() {
        // What exists first, the wish second. The other way round, a sliver that a newer plan had just brought could
        // be found on the node and be reaped, because the plan in hand did not have it yet.
        List<Existing> existing = list();
        NodePlan plan = plans.get();
        if (plan.generation() == NodePlan.NONE.generation()) {
            return;
        }
        List<Action> actions = orders.over(PlanDiff.actions(plan, existing), existing);
        Pass pass = new Pass(plan, board.status().slivers());
        actions.forEach(action -> announce(action, pass));
        attendAll(actions, pass);
        Set<String> gone = new HashSet<>(pass.before().keySet());
        actions.forEach(action -> gone.remove(action.slice()));
        gone.forEach(this::forget);
        board.applied(plan.generation());
    }

    /** @param before what the board said when the pass began */
    private record Pass(NodePlan plan, Map<String, SliverStatus> before) {}

    private List<Existing> list() {
        try {
            return contexts.list();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find out what is on the node", e);
        }
    }

    /** Says of new slivers that wait for their turn that they are to come. */
    private void announce(Action action, Pass pass) {
        if (action instanceof Action.Create && !pass.before().containsKey(action.slice())) {
            report(action, Outcome.of(SliverState.STARTING, "", ""), pass);
        }
    }

    private void attendAll(List<Action> actions, Pass pass) {
        Semaphore turns = new Semaphore(workers, true);
        List<Thread> busy = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof Action.Keep) {
                report(action, attend(action, pass), pass);
            } else {
                busy.add(Thread.ofVirtual().name("sliver " + action.slice()).start(() -> {
                    turns.acquireUninterruptibly();
                    try {
                        report(action, attend(action, pass), pass);
                    } finally {
                        turns.release();
                    }
                }));
            }
        }
        try {
            for (Thread thread : busy) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome attend(Action action, Pass pass) {
        if (!retries.due(action.slice(), action.wish()) && waits(action)) {
            return Outcome.of(SliverState.FAILED, waiting(action), "");
        }
        try {
            return performer.perform(action, pass.plan());
        } catch (IOException e) {
            log.warn("{} of {} failed: {}", action.getClass().getSimpleName(), action.slice(), e.getMessage());
            return failed(action, e.getMessage());
        } catch (RuntimeException e) {
            log.error("{} of {} failed", action.getClass().getSimpleName(), action.slice(), e);
            return failed(action, e.toString());
        }
    }

    /** What leaves the context as it is has nothing to wait for. */
    private static boolean waits(Action action) {
        return !(action instanceof Action.Keep
                || action instanceof Action.Freeze
                || action instanceof Action.Thaw
                || action instanceof Action.Relieve);
    }

    private Outcome failed(Action action, String reason) {
        retries.failed(action.slice(), action.wish(), reason);
        return Outcome.of(SliverState.FAILED, reason, "");
    }

    private String waiting(Action action) {
        boolean died =
                action instanceof Action.Restart restart && restart.existing().condition() == Condition.DEAD;
        return died
                ? "its init has ended " + (retries.times(action.slice()) + 1) + " times in a row; the next try is at "
                        + retries.nextTry(action.slice()).truncatedTo(ChronoUnit.SECONDS)
                : retries.reason(action.slice());
    }

    private void report(Action action, Outcome outcome, Pass pass) {
        switch (outcome) {
            case Outcome.Gone gone -> forget(action.slice());
            case Outcome.Seen seen -> {
                SliverStatus last = pass.before().get(action.slice());
                boolean asBefore =
                        last != null && last.state() == seen.state() && last.incarnation() == action.incarnation();
                Instant since = seen.since().orElseGet(() -> asBefore ? last.since() : clock.instant());
                SliverStatus status = new SliverStatus(
                        action.slice(),
                        action.incarnation(),
                        seen.state(),
                        seen.reason(),
                        since,
                        action.wish()
                                .map(SliverPlan::generation)
                                .orElse(pass.plan().generation()),
                        seen.imageDigest(),
                        seen.frozen(),
                        disk(seen, last, action),
                        seen.cores());
                board.put(status.with(seen.awaited()));
            }
        }
    }

    /** A sliver that is stopped is as full as it was. */
    private static DiskUse disk(Outcome.Seen seen, SliverStatus last, Action action) {
        boolean sameDisk = last != null && last.incarnation() == action.incarnation();
        return !seen.disk().isKnown() && sameDisk ? last.disk() : seen.disk();
    }

    private void forget(String slice) {
        retries.forget(slice);
        board.remove(slice);
    }
}

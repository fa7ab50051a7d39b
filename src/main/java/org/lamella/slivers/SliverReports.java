package org.lamella.slivers;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.nodes.Node;
import org.lamella.nodes.NodeRevoked;
import org.lamella.nodes.NodeUnreachable;
import org.lamella.nodes.Nodes;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.slices.Goal;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceService;
import org.lamella.slivers.SliverReport.Awaits;
import org.lamella.slivers.SliverReport.Seen;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Carries out what follows from nodes' reports and from their silence: the one place that changes what was seen of a
 * sliver.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A report whose epoch is not its node's newest changes nothing.
 *   <li>What a node says of another incarnation than the wanted one changes nothing.
 *   <li>A row goes when it is wanted absent, the node has applied that wish, and the node does not hold the sliver.
 *   <li>A slice goes with its last sliver, if it is wanted absent.
 * </ul>
 */
@Component
public class SliverReports {
    private static final String AT_NEXT_START = "it is stopped; what is asked holds from its next start";

    private final Slivers slivers;
    private final SliceService slices;
    private final Nodes nodes;
    private final SliverDisks disks;
    private final ResourcesOfSlivers resources;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;

    SliverReports(
            Slivers slivers,
            SliceService slices,
            Nodes nodes,
            SliverDisks disks,
            ResourcesOfSlivers resources,
            Outbox outbox,
            AuditTrail audit,
            Clock clock) {
        this.slivers = slivers;
        this.slices = slices;
        this.nodes = nodes;
        this.disks = disks;
        this.resources = resources;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** @return false when the stream that this came by is not the node's newest, or the node was removed: it should be closed */
    @Transactional
    public boolean apply(long nodeId, long epoch, SliverReport report) {
        Optional<Node> held = nodes.lock(nodeId);
        if (held.isEmpty() || held.get().sessionEpoch() != epoch) {
            return false;
        }
        Node node = held.get();
        node.applied(report.generationApplied());
        Set<Slice> changed = new HashSet<>();
        Map<String, Sliver> known = concerned(nodeId, report);
        Map<Long, Awaits> inForce = new HashMap<>();
        for (Seen seen : report.slivers()) {
            Sliver sliver = known.remove(seen.slice());
            if (sliver != null && sliver.incarnation() == seen.incarnation()) {
                if (observe(node, sliver, seen, changed)) {
                    inForce.put(sliver.id(), seen.awaits());
                }
            }
        }
        resources.applied(inForce);
        // What is left was not seen: in a whole report that says that it is gone, as the others' gone list does.
        known.values().forEach(sliver -> observeGone(sliver, changed));
        removeGone(node, changed);
        announce(node, changed);
        return true;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(NodeUnreachable unreachable) {
        Set<Slice> changed = new HashSet<>();
        Instant now = clock.instant();
        for (Sliver sliver : slivers.ofNode(unreachable.nodeId())) {
            SliverStates.after(sliver.state(), Observation.NODE_SILENT).ifPresent(transition -> {
                sliver.become(transition.next(), "not heard of since " + unreachable.lastHeard(), now);
                changed.add(sliver.slice());
            });
        }
        changed.forEach(slice -> outbox.append(Topic.SLICE, slice.name().text()));
    }

    /** It can never say that it has let go: what was only waiting for that is gone. See {@link MuteNodes}. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void on(NodeRevoked revoked) {
        Set<Slice> changed = new HashSet<>();
        slivers.ofNodeWithGoal(revoked.nodeId(), Goal.ABSENT).forEach(sliver -> remove(sliver, changed));
        changed.forEach(slice -> outbox.append(Topic.SLICE, slice.name().text()));
    }

    private Map<String, Sliver> concerned(long nodeId, SliverReport report) {
        List<Sliver> rows;
        if (report.whole()) {
            rows = slivers.ofNode(nodeId);
        } else {
            Set<String> names = new HashSet<>(report.gone());
            report.slivers().forEach(seen -> names.add(seen.slice()));
            rows = names.isEmpty() ? List.of() : slivers.findByNodeIdAndSliceNameIn(nodeId, names);
        }
        Map<String, Sliver> bySlice = new HashMap<>();
        rows.forEach(sliver -> bySlice.put(sliver.slice().name().text(), sliver));
        return bySlice;
    }

    /** @return whether something else is in force of what the sliver has of its node */
    private boolean observe(Node node, Sliver sliver, Seen seen, Set<Slice> changed) {
        Standing before = Standing.of(sliver);
        see(node, sliver, seen, changed);
        sliver.seenAwaiting(awaited(before, sliver, seen));
        boolean firstTime = sliver.isInForce() && sliver.appliedAt().isEmpty();
        boolean news = firstTime || !Standing.of(sliver).equals(before);
        if (!news || !sliver.isReached()) {
            return false;
        }
        if (sliver.isInForce()) {
            sliver.cameIntoForce(clock.instant());
        }
        changed.add(sliver.slice());
        return sliver.state() == SliverState.RUNNING;
    }

    /** How far a sliver has come with what is wanted of it. */
    private record Standing(boolean reached, String awaits) {
        static Standing of(Sliver sliver) {
            return new Standing(sliver.isReached(), sliver.awaits());
        }
    }

    /** What does not run has nothing of its node, and what it last had says what it lacks. */
    private String awaited(Standing before, Sliver sliver, Seen seen) {
        if (sliver.state() != SliverState.STOPPED) {
            return seen.awaits().words();
        }
        if (before.reached() || !sliver.isReached()) {
            return sliver.awaits();
        }
        return resources.isAsApplied(sliver.id()) ? "" : AT_NEXT_START;
    }

    private void see(Node node, Sliver sliver, Seen seen, Set<Slice> changed) {
        var before = sliver.generationApplied();
        boolean stood = sliver.isFrozen();
        sliver.seenOnNode(seen.generationApplied(), seen.imageDigest(), seen.frozen());
        seen.disk().ifPresent(use -> disks.seen(sliver.id(), use));
        if (!seen.imageDigest().isEmpty()) {
            disks.isThere(sliver.id());
        }
        if (sliver.seenLink(seen.link())) {
            changed.add(sliver.slice());
        }
        if (sliver.seenCores(seen.cores())) {
            changed.add(sliver.slice());
        }
        var transition = SliverStates.after(sliver.state(), seen.observation());
        if (transition.isPresent()) {
            carryOut(transition.get(), node, sliver, seen);
            changed.add(sliver.slice());
        } else if (isBegunAnew(sliver, seen)) {
            sliver.become(sliver.state(), seen.reason(), seen.since());
            changed.add(sliver.slice());
        } else if (stood != seen.frozen()
                || !sliver.reason().equals(seen.reason())
                || before != seen.generationApplied()) {
            sliver.explain(seen.reason());
            changed.add(sliver.slice());
        }
    }

    /** A context that was made again between two reports runs before and after, and since another time. */
    private static boolean isBegunAnew(Sliver sliver, Seen seen) {
        boolean runs = sliver.state() == SliverState.RUNNING || sliver.state() == SliverState.DEGRADED;
        return runs && seen.since().isAfter(sliver.stateSince());
    }

    private void carryOut(SliverStates.Transition transition, Node node, Sliver sliver, Seen seen) {
        if (transition.effects().contains(Effect.AUDIT_TROUBLE)) {
            audit.record(
                    Actor.node(node.name().text()),
                    "sliver-trouble",
                    "slice",
                    sliver.slice().name().text(),
                    sliver.state() + " to " + transition.next() + " on " + node.name() + ": " + seen.reason());
        }
        sliver.become(transition.next(), seen.reason(), seen.since());
    }

    private void observeGone(Sliver sliver, Set<Slice> changed) {
        sliver.seenGone();
        SliverStates.after(sliver.state(), Observation.SEEN_GONE).ifPresent(transition -> {
            sliver.become(transition.next(), "", clock.instant());
            changed.add(sliver.slice());
        });
    }

    private void removeGone(Node node, Set<Slice> changed) {
        for (Sliver sliver : slivers.ofNodeWithGoal(node.id(), Goal.ABSENT)) {
            if (sliver.isGone(node.generationApplied())) {
                remove(sliver, changed);
            }
        }
    }

    private void remove(Sliver sliver, Set<Slice> changed) {
        Slice slice = sliver.slice();
        slivers.delete(sliver);
        changed.add(slice);
        if (slice.goal() == Goal.ABSENT) {
            goneWithItsLast(slice);
        }
    }

    /** Two nodes may let go of the last two slivers at once: the lock makes one of them count after the other. */
    private void goneWithItsLast(Slice slice) {
        slices.lock(slice);
        if (slivers.countBySliceId(slice.id()) == 0) {
            slices.gone(slice);
        }
    }

    private void announce(Node node, Set<Slice> changed) {
        changed.forEach(slice -> outbox.append(Topic.SLICE, slice.name().text()));
        if (!changed.isEmpty()) {
            outbox.append(Topic.NODE, node.name().text());
        }
    }
}

package org.lamella.agent.controllink;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.agent.reconcile.StatusBoard.Status;

/**
 * The slivers of the newest plan that this agent does not understand. They are not the reconciler's, so what the control
 * plane must hear of them is laid over what the board says: why, and FAILED where nothing is there.
 */
final class Misfits {
    private record Known(Map<String, String> problems, long generation, Instant since) {}

    private final Clock clock;
    private volatile Known known = new Known(Map.of(), 0, Instant.EPOCH);

    Misfits(Clock clock) {
        this.clock = clock;
    }

    void replace(ReceivedPlan received) {
        known = new Known(received.problems(), received.plan().generation(), clock.instant());
    }

    Status over(Status status) {
        Known now = known;
        if (now.problems().isEmpty()) {
            return status;
        }
        Map<String, SliverStatus> slivers = new HashMap<>(status.slivers());
        now.problems().forEach((slice, problem) -> slivers.merge(slice, failed(slice, problem, now), Misfits::explain));
        return new Status(status.generationApplied(), slivers);
    }

    private static SliverStatus failed(String slice, String problem, Known now) {
        return new SliverStatus(slice, 0, SliverState.FAILED, problem, now.since(), now.generation(), "");
    }

    private static SliverStatus explain(SliverStatus there, SliverStatus failed) {
        return new SliverStatus(
                there.slice(),
                there.incarnation(),
                there.state(),
                "left as it was: " + failed.reason(),
                there.since(),
                there.generationApplied(),
                there.imageDigest(),
                there.frozen(),
                there.disk(),
                there.cores(),
                there.awaited(),
                there.link());
    }
}

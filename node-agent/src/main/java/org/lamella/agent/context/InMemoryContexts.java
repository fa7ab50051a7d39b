package org.lamella.agent.context;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.cpu.SimulatedCores;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.plan.FoundLife;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.Image;

/**
 * Contexts that exist in memory only: for nodes that are simulated, and for tests. They are gone when the agent ends.
 */
public final class InMemoryContexts implements Contexts {
    private final Clock clock;
    private final SimulatedCores cores;
    private final Map<String, Existing> slivers = new ConcurrentHashMap<>();

    /** On a node that has no cores to give. */
    public InMemoryContexts(Clock clock) {
        this(clock, new SimulatedCores(0));
    }

    InMemoryContexts(Clock clock, SimulatedCores cores) {
        this.clock = clock;
        this.cores = cores;
    }

    @Override
    public Tended tend(SliverPlan sliver) {
        return Tended.FINE.and("", cores.trouble(sliver.slice())).on(cores.of(sliver.slice()));
    }

    @Override
    public List<Existing> list() {
        return List.copyOf(slivers.values());
    }

    @Override
    public Instant start(SliverPlan sliver, Image image) {
        Instant now = clock.instant();
        slivers.put(
                sliver.slice(),
                new Existing(
                        sliver.slice(),
                        Condition.RUNNING,
                        sliver.incarnation(),
                        image.name(),
                        image.digest(),
                        now,
                        FoundLife.begun(sliver.life()),
                        ""));
        return now;
    }

    @Override
    public void stop(String slice) {
        become(slice, Condition.STOPPED);
    }

    @Override
    public void cut(String slice) {
        stop(slice);
    }

    @Override
    public void freeze(String slice) {
        stand(slice, true);
    }

    @Override
    public void thaw(String slice) {
        stand(slice, false);
    }

    private void stand(String slice, boolean still) {
        slivers.computeIfPresent(
                slice,
                (name, was) -> new Existing(
                        name,
                        was.condition(),
                        was.incarnation(),
                        was.image(),
                        was.imageDigest(),
                        was.since(),
                        was.life().standing(still),
                        was.complaint()));
    }

    @Override
    public void destroy(String slice) {
        slivers.remove(slice);
    }

    private void become(String slice, Condition condition) {
        slivers.computeIfPresent(
                slice,
                (name, was) -> new Existing(
                        name, condition, was.incarnation(), was.image(), was.imageDigest(), clock.instant()));
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.lamella.agent.cgroups.Freezer;
import org.lamella.agent.cpu.PinnedCores;
import org.lamella.agent.network.AddressBook;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.Image;
import org.lamella.agent.traffic.TrafficKeeper;

/** Contexts of real namespaces and control groups, built step by step. */
final class KernelContexts implements Contexts {
    private final List<Step> steps;
    private final Inventory inventory;
    private final AddressBook addresses;
    private final Shutdown shutdown;
    private final Adjustments adjustments;
    private final Freezer freezer;
    private final DiskCare diskCare;
    private final TrafficKeeper traffic;
    private final PinnedCores cores;

    /** @param steps in the order in which they are prepared */
    KernelContexts(
            List<Step> steps,
            Inventory inventory,
            AddressBook addresses,
            Shutdown shutdown,
            Adjustments adjustments,
            Freezer freezer,
            DiskCare diskCare,
            TrafficKeeper traffic,
            PinnedCores cores) {
        this.steps = List.copyOf(steps);
        this.inventory = inventory;
        this.addresses = addresses;
        this.shutdown = shutdown;
        this.adjustments = adjustments;
        this.freezer = freezer;
        this.diskCare = diskCare;
        this.traffic = traffic;
        this.cores = cores;
    }

    @Override
    public List<Existing> list() throws IOException {
        return inventory.list();
    }

    @Override
    public Instant start(SliverPlan sliver, Image image) throws IOException {
        Blueprint blueprint = new Blueprint(
                sliver, image, addresses.of(sliver.slice(), sliver.network().address()));
        try {
            for (Step step : steps) {
                step.prepare(blueprint);
            }
            return inventory.finished(sliver.slice());
        } catch (IOException | RuntimeException e) {
            takeAwayAfter(e, sliver.slice());
            throw e;
        }
    }

    private void takeAwayAfter(Exception failure, String slice) {
        try {
            undo(slice, false);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public Awaited adjust(SliverPlan sliver) throws IOException {
        cores.wish(sliver.slice(), sliver.promise().cpu().cores());
        return adjustments.adjust(sliver);
    }

    @Override
    public Tended tend(SliverPlan sliver) throws IOException {
        String slice = sliver.slice();
        return diskCare.tend(sliver)
                .awaiting(traffic.awaited(sliver.promise().traffic()))
                .and(traffic.note(slice), traffic.trouble(slice))
                .and("", cores.trouble(slice))
                .on(cores.of(slice));
    }

    @Override
    public void stop(String slice) throws IOException {
        shutdown.ask(slice);
        undo(slice, false);
    }

    @Override
    public void cut(String slice) throws IOException {
        undo(slice, false);
    }

    @Override
    public void freeze(String slice) throws IOException {
        freezer.freeze(slice);
    }

    @Override
    public void thaw(String slice) throws IOException {
        freezer.thaw(slice);
    }

    @Override
    public void destroy(String slice) throws IOException {
        undo(slice, true);
        addresses.release(slice);
    }

    /** Stops at the first step that fails: those before it in the list are what it stands on. */
    private void undo(String slice, boolean all) throws IOException {
        adjustments.forget(slice);
        for (Step step : steps.reversed()) {
            if (all || !step.outlivesStop()) {
                step.undo(slice);
            }
        }
    }
}

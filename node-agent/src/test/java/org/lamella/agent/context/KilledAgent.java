package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.lamella.agent.network.NetworkConfig;
import org.lamella.agent.network.Subnet;
import org.lamella.agent.plan.Admission;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.runtime.RuntimeKind;
import org.lamella.agent.storage.Availability;
import org.lamella.agent.storage.Downloads;

/**
 * An agent that dies between two steps: a main program that works on two slivers with the real steps, and halts when both are
 * exactly so far. Two, so that one death serves for both what may follow: one is wanted afterwards, the other is not. The one that is
 * wanted has a core of its own, and the node's uplink is bounded, so that there are classes.
 */
final class KilledAgent {
    static final int EXIT_CODE = 86;
    static final String WANTED = "demo_wanted";
    static final List<String> SLICES = List.of(WANTED, "demo_unwanted");
    /** The test makes it. */
    static final String UPLINK = "up8";

    static final int CPUS = Runtime.getRuntime().availableProcessors();
    private static final ImagePlan BUSYBOX = new ImagePlan("busybox", ImageKind.BUSYBOX, "");
    private static final NodeTraffic CAPPED = new NodeTraffic(50_000_000, List.of());

    /** What it is doing when it dies. */
    enum Deed {
        START,
        STOP,
        DESTROY
    }

    private KilledAgent() {}

    static ContextConfig config(Path home, Path images) {
        return new ContextConfig(
                new Folders(home.resolve("state"), home.resolve("run"), images),
                home.getFileName() + "/node",
                NetworkConfig.plain(Subnet.parse("10.213.8.0/24"), Optional.of(UPLINK)),
                RuntimeKind.RUNC,
                Downloads.USUAL);
    }

    /** A host with one core has none to give. */
    static SliverPlan running(String slice) {
        SliverPlan plain = SliverPlan.plain(slice, Goal.RUNNING, BUSYBOX.name(), 1, 1);
        return slice.equals(WANTED) && CPUS > 1
                ? plain.with(SliverPromise.FAIR.with(new SliverCpu(100.0 / CPUS, 1, 1)))
                : plain;
    }

    static NodePlan plan(long generation, List<SliverPlan> slivers) {
        return new NodePlan(generation, slivers, List.of(BUSYBOX), Admission.NOBODY, List.of(), CAPPED);
    }

    /** Arguments: home, image folder, deed, and after how many steps of it to die. */
    public static void main(String[] arguments) throws Exception {
        ContextConfig config = config(Path.of(arguments[0]), Path.of(arguments[1]));
        Deed deed = Deed.valueOf(arguments[2]);
        int steps = Integer.parseInt(arguments[3]);
        NodePlan plan = plan(1, SLICES.stream().map(KilledAgent::running).toList());
        if (deed != Deed.START) {
            try (KernelHost before = new KernelHost(config, Clock.systemUTC(), () -> {})) {
                before.setUp(plan);
                inParallel(before, KilledAgent::start);
            }
        }
        CountDownLatch arrived = new CountDownLatch(SLICES.size());
        KernelHost host = new KernelHost(
                config,
                Clock.systemUTC(),
                () -> {},
                all -> all.stream()
                        .<Step>map(step -> new Counting(step, deed, steps, arrived))
                        .toList());
        host.setUp(plan);
        inParallel(host, (working, slice) -> {
            switch (deed) {
                case START -> start(working, slice);
                case STOP -> working.contexts().stop(slice);
                case DESTROY -> working.contexts().destroy(slice);
            }
        });
        throw new IllegalStateException("outlived itself: " + deed + " has no " + steps + " steps");
    }

    private static void start(KernelHost host, String slice) throws IOException {
        Availability image = host.images().ensure(BUSYBOX);
        if (image instanceof Availability.Ready ready) {
            host.contexts().start(running(slice), ready.image());
        } else {
            throw new IOException("the test is to have built the image before: " + image);
        }
    }

    private interface Work {
        void on(KernelHost host, String slice) throws IOException;
    }

    private static void inParallel(KernelHost host, Work work) throws InterruptedException {
        List<Thread> threads = SLICES.stream()
                .map(slice -> Thread.ofPlatform().start(() -> {
                    try {
                        work.on(host, slice);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Counts the steps of the deed, each slice's own on its own thread; at the last one waits for the others, and dies. */
    private record Counting(Step step, Deed deed, int steps, CountDownLatch arrived) implements Step {
        private static final ThreadLocal<AtomicInteger> DONE = ThreadLocal.withInitial(AtomicInteger::new);

        @Override
        public void prepare(Blueprint blueprint) throws IOException {
            step.prepare(blueprint);
            countIf(deed == Deed.START);
        }

        @Override
        public void undo(String slice) throws IOException {
            step.undo(slice);
            countIf(deed != Deed.START);
        }

        @Override
        public boolean outlivesStop() {
            return step.outlivesStop();
        }

        private void countIf(boolean counts) {
            if (counts && DONE.get().incrementAndGet() == steps) {
                arrived.countDown();
                try {
                    arrived.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    }
}

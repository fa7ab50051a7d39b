package org.lamella.agent;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lamella.agent.console.ConsoleSource;
import org.lamella.agent.context.ContextConfig;
import org.lamella.agent.context.ContextHost;
import org.lamella.agent.context.DiskMoves;
import org.lamella.agent.context.KernelHost;
import org.lamella.agent.context.SimulatedHost;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.host.HostTools;
import org.lamella.agent.network.FlowLog;
import org.lamella.agent.network.SliverLink;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.DamagedPlan;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.PlanStore;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.reconcile.Reactor;
import org.lamella.agent.reconcile.Reconciler;
import org.lamella.agent.reconcile.ResetOrders;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.agent.reconcile.StatusBoard;
import org.lamella.agent.runtime.Executor;
import org.lamella.agent.runtime.InsideNetwork;
import org.lamella.agent.spectator.Spectator;
import org.lamella.agent.storage.ArchiveFetcher;
import org.lamella.agent.storage.ImageHoldings;
import org.lamella.agent.traffic.TrafficCount;
import org.lamella.agent.usage.UsageBook;
import org.lamella.agent.usage.UsageKeeper;
import org.lamella.agent.watchdog.MemorySource;
import org.lamella.agent.watchdog.NodeMemory;
import org.lamella.agent.watchdog.ResetBook;
import org.lamella.agent.watchdog.Watchdog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of the agent but its link to the control plane: give it plans, and read the board. */
public final class NodeAgent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeAgent.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LINK_TICK = Duration.ofSeconds(3);
    private static final Duration TRAFFIC_TICK = Duration.ofSeconds(1);
    private static final Duration IMAGE_TICK = Duration.ofSeconds(10);
    /** Building a context waits about as long as it computes: for the kernel, and for the runtime it has started. */
    private static final int WORKERS_PER_CPU = 2;

    private final PlanStore plans;
    private final StatusBoard board = new StatusBoard();
    private final ContextHost host;
    private final Reactor reactor;
    /** Beside the other, which may be busy for as long as a process takes to end. */
    private final Reactor consoles;

    private final Reactor linkWatch;
    private final Reactor imageCare;
    private final ResetBook resets;
    private final Optional<Watchdog> watchdog;
    private final Reactor trafficCare;
    private final UsageBook usage;
    private final UsageKeeper usageKeeper;

    /**
     * Knows its saved plan from here on, and does nothing with it before {@link #start}.
     *
     * @throws IOException when this host cannot build contexts, with everything that it lacks
     */
    public NodeAgent(ContextConfig config, Clock clock) throws IOException {
        this(config, clock, NodeMemory::now, UsageKeeper.WINDOW);
    }

    /**
     * @param memory of the node, as the watchdog is to see it
     * @param window in which it is told what slivers got
     */
    NodeAgent(ContextConfig config, Clock clock, MemorySource memory, Duration window) throws IOException {
        this.plans = new PlanStore(config.folders().state());
        try {
            plans.load();
        } catch (DamagedPlan e) {
            log.error("{}", e.getMessage());
        }
        this.host = switch (config.runtime()) {
            case RUNC, CRUN -> {
                HostTools.require(config.runtime().name().toLowerCase(Locale.ROOT));
                yield new KernelHost(config, clock, this::wake);
            }
            case MEMORY -> new SimulatedHost(config.folders(), clock);
        };
        int workers = WORKERS_PER_CPU * Runtime.getRuntime().availableProcessors();
        ResetOrders orders = new ResetOrders(this::wake);
        Reconciler reconciler =
                new Reconciler(host.contexts(), plans::current, host.images(), board, orders, clock, workers);
        this.reactor = new Reactor("reconciler", TICK, () -> {
            connect();
            reconciler.reconcile();
            shareTraffic();
        });
        this.consoles = new Reactor("consoles", TICK, host::keepConsoles);
        this.linkWatch = new Reactor("links", LINK_TICK, this::lookAtLinks);
        this.imageCare = new Reactor("images", IMAGE_TICK, this::tendImages);
        this.usage = new UsageBook(config.folders().usage());
        this.usageKeeper = new UsageKeeper(host.readings(), this::promises, usage, window, clock);
        this.trafficCare = new Reactor("traffic", TRAFFIC_TICK, () -> host.shareTraffic(plans.current()));
        this.resets = new ResetBook(config.folders().resets());
        this.watchdog = host.memoryMeter()
                .map(meter -> new Watchdog(memory, meter, host.spectator(), this::running, orders, resets, clock));
    }

    private List<Watchdog.Running> running() {
        Map<String, SliverStatus> seen = board.status().slivers();
        return withContext(seen)
                .map(sliver -> new Watchdog.Running(
                        sliver.slice(),
                        seen.get(sliver.slice()).since(),
                        sliver.promise().memory()))
                .toList();
    }

    private void lookAtLinks() {
        try {
            board.links(host.links());
        } catch (IOException e) {
            log.warn("cannot tell what slivers sent that was dropped: {}", e.getMessage());
        }
    }

    /** Before the reconciler, so that a plan that is applied is so in this, too: what concerns all slivers at once. */
    private void connect() {
        NodePlan plan = plans.current();
        host.pinCores(plan);
        try {
            host.connect(plan);
        } catch (IOException e) {
            log.error("ports and peers of the plan are not in force: {}", e.getMessage());
        }
    }

    /** Beside the reconciler, which neither waits for it nor holds it up; links that it has made are dealt with at once. */
    private void shareTraffic() {
        trafficCare.signal();
    }

    private void tendImages() {
        NodePlan plan = plans.current();
        // What is wanted on a node that was never sent a plan is not known.
        if (plan.generation() != NodePlan.NONE.generation()) {
            try {
                host.tendImages(plan);
            } catch (IOException e) {
                log.warn("cannot look after the images: {}", e.getMessage());
            }
        }
    }

    private void wake() {
        reactor.signal();
    }

    /** Adopts what runs, and begins to make the node hold what its plan says. */
    public void start() throws IOException {
        host.setUp(plans.current());
        host.splitCpu(this::cpuPromises);
        settleResets();
        watchdog.ifPresent(Watchdog::start);
        reactor.start();
        consoles.start();
        linkWatch.start();
        reactor.signal();
        trafficCare.start();
        trafficCare.signal();
        imageCare.start();
        imageCare.signal();
        usageKeeper.start();
    }

    private Map<String, SliverPromise> promises() {
        return plans.current().slivers().stream()
                .collect(Collectors.toMap(SliverPlan::slice, SliverPlan::promise, (one, same) -> one));
    }

    /** A context that an earlier life of the agent had begun to reset is whole, or it is gone. */
    private void settleResets() throws IOException {
        if (resets.isUnsettled()) {
            List<Existing> there = host.contexts().list();
            resets.settle(reset -> there.stream()
                    .anyMatch(sliver -> sliver.slice().equals(reset.slice())
                            && sliver.condition() == Condition.RUNNING
                            && sliver.since().equals(reset.context())));
        }
    }

    private Stream<SliverPlan> withContext(Map<String, SliverStatus> seen) {
        return plans.current().slivers().stream()
                .filter(sliver -> seen.containsKey(sliver.slice())
                        && seen.get(sliver.slice()).state().hasContext());
    }

    private Map<String, SliverCpu> cpuPromises() {
        return withContext(board.status().slivers())
                .collect(Collectors.toMap(
                        SliverPlan::slice, sliver -> sliver.promise().cpu(), (one, same) -> one));
    }

    /**
     * Takes a plan: saves it, then sees to it.
     *
     * @return false when it is older than the one the node has, which then stays
     * @throws IOException when it cannot be saved; the plan that the node has then stays
     */
    public boolean apply(NodePlan plan) throws IOException {
        boolean taken = plans.save(plan);
        reactor.signal();
        shareTraffic();
        return taken;
    }

    /** The plan that the node works from; generation 0 when it was never sent one. */
    public NodePlan plan() {
        return plans.current();
    }

    public StatusBoard board() {
        return board;
    }

    /** Where archives of images come from; until it is said there is nothing that they could come from. */
    public void fetchImagesFrom(ArchiveFetcher source) {
        host.fetchImagesFrom(source);
    }

    /** The images on this host and what they take, as of at most ten seconds ago. */
    public ImageHoldings imageHoldings() {
        return host.imageHoldings();
    }

    /** Which slivers were reset because the node was short of memory. */
    public ResetBook resets() {
        return resets;
    }

    public Executor executor() {
        return host.executor();
    }

    /** What slivers got, until the control plane has it. */
    public UsageBook usage() {
        return usage;
    }

    public ConsoleSource console() {
        return host.console();
    }

    public Spectator spectator() {
        return host.spectator();
    }

    /** Of each running sliver. */
    public Map<String, SliverLink> links() throws IOException {
        return host.links();
    }

    /** What has passed of each running sliver's traffic by the uplink, as of now; of a node without one nothing is known. */
    public Map<String, TrafficCount> traffic() throws IOException {
        return host.traffic();
    }

    /** Which slivers had the connection that a packet was of. */
    public List<FlowLog.Sender> whoSent(FlowLog.Question question) throws IOException {
        return host.whoSent(question);
    }

    public InsideNetwork insideNetwork() {
        return host.insideNetwork();
    }

    public DiskMoves diskMoves() {
        return host.diskMoves();
    }

    public HostFacts facts() throws IOException {
        return host.facts();
    }

    /** Ends the reconciler after the pass that is under way. Contexts run on, to be adopted by the next life of the agent. */
    @Override
    public void close() throws InterruptedException {
        endWatchdog();
        usageKeeper.close();
        imageCare.close();
        reactor.close();
        consoles.close();
        linkWatch.close();
        trafficCare.close();
        host.close();
    }

    private void endWatchdog() throws InterruptedException {
        if (watchdog.isPresent()) {
            watchdog.get().close();
        }
    }

    /**
     * Ends the agent and all its contexts, and takes away everything it has made on the host but the plan, disks and images.
     * It may never have been started; it cannot be used afterwards.
     */
    public void teardown() throws IOException, InterruptedException {
        endWatchdog();
        usageKeeper.close();
        imageCare.close();
        reactor.close();
        consoles.close();
        linkWatch.close();
        trafficCare.close();
        for (Existing sliver : host.contexts().list()) {
            host.contexts().stop(sliver.slice());
        }
        host.tearDown();
        host.close();
    }
}

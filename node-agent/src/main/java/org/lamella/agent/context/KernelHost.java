package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.cgroups.Freezer;
import org.lamella.agent.console.ConsoleSource;
import org.lamella.agent.console.Consoles;
import org.lamella.agent.cpu.CpuKeeper;
import org.lamella.agent.cpu.PinnedCores;
import org.lamella.agent.disk.DiskCost;
import org.lamella.agent.disk.DiskWeights;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.ExitWatch;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;
import org.lamella.agent.network.AddressBook;
import org.lamella.agent.network.Attached;
import org.lamella.agent.network.FlowLog;
import org.lamella.agent.network.NodeNetwork;
import org.lamella.agent.network.SliverLink;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverNetwork;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.runtime.Executor;
import org.lamella.agent.runtime.HostPrograms;
import org.lamella.agent.runtime.InsideNetwork;
import org.lamella.agent.runtime.OciExecutor;
import org.lamella.agent.runtime.OciRuntime;
import org.lamella.agent.spectator.KernelSpectator;
import org.lamella.agent.spectator.Spectator;
import org.lamella.agent.storage.ArchiveFetcher;
import org.lamella.agent.storage.DiskImages;
import org.lamella.agent.storage.ImageBuilds;
import org.lamella.agent.storage.ImageCare;
import org.lamella.agent.storage.ImageHoldings;
import org.lamella.agent.storage.ImageIds;
import org.lamella.agent.storage.ImageStore;
import org.lamella.agent.storage.Images;
import org.lamella.agent.traffic.TrafficCount;
import org.lamella.agent.traffic.TrafficKeeper;
import org.lamella.agent.usage.Readings;
import org.lamella.agent.watchdog.CgroupMemory;
import org.lamella.agent.watchdog.MemoryMeter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that build real contexts, wired together. */
public final class KernelHost implements ContextHost {
    private static final Logger log = LoggerFactory.getLogger(KernelHost.class);
    private static final Duration STOP_GRACE = Duration.ofSeconds(2);
    private static final Duration UNUSED_IMAGE_GRACE = Duration.ofHours(24);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path RESOLVER = Path.of("/etc/resolv.conf");

    private final ContextConfig config;
    private final Commands commands;
    private final ExitWatch exits;
    private final ContextRecords records;
    private final AddressBook addresses;
    private final Cgroups cgroups;
    private final DiskCost diskCost;
    private final OciRuntime runtime;
    private final NodeNetwork network;
    private final Disks disks;
    private final ImageStore store;
    private final ImageBuilds images;
    private final ImageCare care;
    private final OciExecutor executor;
    private final InsideNetwork insideNetwork;
    private final Lxcfs lxcfs;
    private final KernelContexts contexts;
    private final Consoles consoles;
    private final DiskMoves diskMoves;
    private final CpuKeeper cpu;
    private final PinnedCores cores;
    private final TrafficKeeper traffic;
    private final Readings readings;

    /** @param wake called when an init has ended or an image has come further; must return at once */
    public KernelHost(ContextConfig config, Clock clock, Runnable wake) throws IOException {
        this(config, clock, wake, UnaryOperator.identity());
    }

    /** @param wrapping what is done to the steps before they are used, such as to stop between any two of them */
    KernelHost(ContextConfig config, Clock clock, Runnable wake, UnaryOperator<List<Step>> wrapping)
            throws IOException {
        this.config = config;
        Folders folders = config.folders();
        Posix posix = Posix.open();
        makeFolders(folders, posix);
        this.commands = new Commands(posix, folders.run().toString());
        this.exits = new ExitWatch(posix);
        this.cgroups = new Cgroups(Mounts.all(), config.cgroupParent());
        this.diskCost = new DiskCost(cgroups);
        this.cpu = new CpuKeeper(cgroups);
        this.cores = new PinnedCores(cgroups);
        this.runtime = new OciRuntime(commands, config.runtime(), cgroups, folders.containers());
        this.network =
                new NodeNetwork(posix, commands, config.network(), folders.run(), new FlowLog(folders.connections()));
        this.traffic = new TrafficKeeper(posix, commands, config.network(), folders.traffic(), clock);
        this.disks = new Disks(folders, commands, posix);
        DiskImages diskImages = new DiskImages(folders.blankDisks(), posix, commands, config.disks());
        DiskSizes sizes = new DiskSizes(folders, disks, diskImages, posix);
        this.store = new ImageStore(folders.images(), posix, commands, config.downloads());
        this.images = new ImageBuilds(store, clock, wake);
        this.care = new ImageCare(store, folders.slivers(), UNUSED_IMAGE_GRACE, clock);
        this.diskMoves = new KernelDiskMoves(folders, disks, diskImages, images);
        this.records = new ContextRecords(folders.records());
        String bootId = Files.readString(BOOT_ID).strip();
        this.readings = new ContextReadings(folders, records, cgroups, cpu, traffic, posix);
        this.addresses = new AddressBook(folders.addresses(), config.network().subnet());
        Inventory inventory =
                new Inventory(folders, records, disks, cgroups, runtime, new InitWatch(exits, wake), bootId);
        this.insideNetwork = new ContextNetwork(posix, inventory);
        HostPrograms programs = new HostPrograms(commands, folders.programs());
        this.executor = new OciExecutor(runtime, commands, posix, cgroups, folders.sessions(), inventory::isRunning);
        this.consoles = new Consoles(folders.consoles(), folders.consoleLogs(), posix, clock);
        Limits limits = new Limits(cgroups);
        Guarantees guarantees = new Guarantees(cgroups);
        DiskIo diskIo = new DiskIo(cgroups, folders);
        this.lxcfs = new Lxcfs(folders, posix, exits);
        List<Step> steps = List.of(
                new CgroupStep(cgroups, cores),
                new LimitStep(limits, guarantees),
                new DiskStep(folders, disks, diskImages),
                new MountedDiskStep(folders, sizes, posix, new SystemFiles(posix, RESOLVER)),
                new DiskIoStep(diskIo),
                new ConsoleLogStep(consoles),
                new ConsoleStep(consoles),
                new RootfsStep(folders, posix),
                new BundleStep(folders, cgroups, lxcfs, posix.openFilesLimit(), programs),
                new NetworkStep(folders, network, traffic),
                new RunStep(folders, runtime, consoles, cgroups, exits),
                new RecordStep(folders, records, bootId, clock));
        this.contexts = new KernelContexts(
                wrapping.apply(steps),
                inventory,
                addresses,
                new Shutdown(cgroups, new Freezer(cgroups), records, exits, STOP_GRACE),
                new Adjustments(limits, guarantees, diskIo, records),
                new Freezer(cgroups),
                new DiskCare(folders, sizes, posix),
                traffic,
                cores);
    }

    /**
     * Root inside a context is nobody outside, and goes through the run folder to its files. Nobody else of the host may come
     * near them: among them are programs that make whoever runs them a user of the slivers.
     */
    private static void makeFolders(Folders folders, Posix posix) throws IOException {
        folder(folders.state(), "rwx------");
        folder(folders.images(), "rwx------");
        folder(folders.run(), "rwx--x--x");
        folder(folders.mountedDisks(), "rwx------");
        folder(folders.rootfses(), "rwx--x---");
        posix.changeOwner(folders.rootfses(), 0, ImageIds.SHIFT);
    }

    private static void folder(Path folder, String permissions) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    @Override
    public void setUp(NodePlan plan) throws IOException {
        commands.endLeftovers();
        executor.endLeftovers();
        store.clearStaging();
        disks.sweep();
        shareDisk();
        List<Attached> running = new ArrayList<>();
        for (Existing sliver : contexts.list()) {
            if (sliver.condition() == Condition.RUNNING) {
                String address = records.find(sliver.slice()).orElseThrow().address();
                running.add(new Attached(sliver.slice(), address));
                addresses.claim(sliver.slice(), address);
            }
        }
        cores.adopt(cgroups.leaves(), wantedCores(plan));
        traffic.follow(plan);
        network.setUp(running, wishes(plan));
    }

    /** What the kernel does not share is no reason to have no slivers; the node says it of itself, too. */
    private void shareDisk() {
        try {
            diskCost.resume(config.folders().state());
        } catch (IOException e) {
            log.warn("the disk is not shared by io.cost: {}", e.getMessage());
        }
    }

    @Override
    public void connect(NodePlan plan) throws IOException {
        Map<String, SliverNetwork> wishes = wishes(plan);
        addresses.reserve(wishes);
        traffic.follow(plan);
        network.wish(wishes);
    }

    @Override
    public void pinCores(NodePlan plan) {
        cores.wish(wantedCores(plan));
    }

    private static Map<String, Integer> wantedCores(NodePlan plan) {
        return plan.slivers().stream()
                .collect(Collectors.toMap(
                        SliverPlan::slice, sliver -> sliver.promise().cpu().cores(), (first, second) -> second));
    }

    /** Of a plan that was damaged, too, in which a name may stand twice. */
    private static Map<String, SliverNetwork> wishes(NodePlan plan) {
        return plan.slivers().stream()
                .collect(Collectors.toMap(SliverPlan::slice, SliverPlan::network, (first, second) -> second));
    }

    @Override
    public void splitCpu(Supplier<Map<String, SliverCpu>> promises) {
        cpu.start(() -> cores.inForce(promises.get()));
    }

    @Override
    public void shareTraffic(NodePlan plan) {
        traffic.tend(plan, network::attached);
    }

    @Override
    public Map<String, TrafficCount> traffic() throws IOException {
        return traffic.counts();
    }

    @Override
    public void tearDown() throws IOException {
        network.tearDown();
        traffic.tearDown();
        lxcfs.end();
        diskCost.suspend(config.folders().state());
        cgroups.removeParent();
        Folders folders = config.folders();
        for (Path empty : List.of(
                folders.consoles(),
                folders.containers(),
                folders.bundles(),
                folders.rootfses(),
                folders.mountedDisks(),
                folders.records())) {
            Files.deleteIfExists(empty);
        }
        executor.endLeftovers();
        Files.deleteIfExists(folders.sessions());
    }

    @Override
    public Contexts contexts() {
        return contexts;
    }

    @Override
    public Images images() {
        return images;
    }

    @Override
    public void fetchImagesFrom(ArchiveFetcher source) {
        store.fetchFrom(source);
    }

    @Override
    public void tendImages(NodePlan plan) throws IOException {
        Set<String> lainOn = new HashSet<>();
        for (String slice : disks.slices()) {
            disks.newest(slice).ifPresent(disk -> lainOn.add(disk.imageDigest()));
        }
        care.tend(lainOn, plan.images());
    }

    @Override
    public ImageHoldings imageHoldings() {
        return care.holdings();
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public Spectator spectator() {
        return new KernelSpectator(cgroups);
    }

    @Override
    public Optional<MemoryMeter> memoryMeter() {
        return Optional.of(new CgroupMemory(cgroups));
    }

    @Override
    public Map<String, SliverLink> links() throws IOException {
        return network.links(records.slices());
    }

    @Override
    public List<FlowLog.Sender> whoSent(FlowLog.Question question) throws IOException {
        return new FlowLog(config.folders().connections()).who(question);
    }

    @Override
    public InsideNetwork insideNetwork() {
        return insideNetwork;
    }

    @Override
    public Readings readings() {
        return readings;
    }

    @Override
    public DiskMoves diskMoves() {
        return diskMoves;
    }

    @Override
    public ConsoleSource console() {
        return consoles::read;
    }

    @Override
    public void keepConsoles() {
        consoles.copyAll();
    }

    @Override
    public HostFacts facts() throws IOException {
        return HostFacts.gather(config.folders().state(), cgroups.version().word(), runtime.version())
                .with(
                        config.network().subnet().toString(),
                        DiskWeights.inWords(config.folders().state(), cgroups));
    }

    @Override
    public void close() throws InterruptedException {
        network.close();
        traffic.close();
        cpu.close();
        exits.close();
    }
}

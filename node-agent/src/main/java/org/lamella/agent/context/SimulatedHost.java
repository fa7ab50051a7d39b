package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.lamella.agent.console.ConsoleSource;
import org.lamella.agent.console.Printed;
import org.lamella.agent.cpu.SimulatedCores;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.host.Sha256;
import org.lamella.agent.network.FlowLog;
import org.lamella.agent.network.SliverLink;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.runtime.Executor;
import org.lamella.agent.runtime.InsideNetwork;
import org.lamella.agent.runtime.SimulatedExecution;
import org.lamella.agent.spectator.Spectator;
import org.lamella.agent.storage.ArchiveFetcher;
import org.lamella.agent.storage.Availability;
import org.lamella.agent.storage.Image;
import org.lamella.agent.storage.ImageHoldings;
import org.lamella.agent.storage.Images;
import org.lamella.agent.traffic.TrafficCount;
import org.lamella.agent.usage.Readings;
import org.lamella.agent.watchdog.MemoryMeter;

/** A node without any real context, for where none can be built. It calls itself {@code simulated} wherever it shows. */
public final class SimulatedHost implements ContextHost {
    private static final String RUNTIME = "simulated";

    private final Path stateFolder;
    private final SimulatedCores cores;
    private final InMemoryContexts contexts;

    public SimulatedHost(Folders folders, Clock clock) throws IOException {
        this.stateFolder = Files.createDirectories(folders.state());
        this.cores = new SimulatedCores(Runtime.getRuntime().availableProcessors());
        this.contexts = new InMemoryContexts(clock, cores);
    }

    @Override
    public Contexts contexts() {
        return contexts;
    }

    @Override
    public Images images() {
        return new AlwaysReady();
    }

    @Override
    public void fetchImagesFrom(ArchiveFetcher source) {}

    @Override
    public void tendImages(NodePlan plan) {}

    @Override
    public ImageHoldings imageHoldings() {
        return ImageHoldings.NONE;
    }

    @Override
    public Executor executor() {
        return (slice, request) -> {
            boolean running = contexts.list().stream()
                    .anyMatch(sliver -> sliver.slice().equals(slice) && sliver.condition() == Condition.RUNNING);
            if (!running) {
                throw new IOException(slice + " has no running context on this simulated node");
            }
            return SimulatedExecution.of(slice.replace('_', '-'), request.command());
        };
    }

    /** There is not one process. */
    @Override
    public Spectator spectator() {
        return slice -> List.of();
    }

    @Override
    public Optional<MemoryMeter> memoryMeter() {
        return Optional.empty();
    }

    @Override
    public Map<String, SliverLink> links() {
        return Map.of();
    }

    /** Nothing is ever printed. */
    @Override
    public ConsoleSource console() {
        return (slice, from, most) -> Printed.NOTHING;
    }

    @Override
    public void keepConsoles() {}

    @Override
    public InsideNetwork insideNetwork() {
        return new NoNetwork();
    }

    /** Nothing gets anything. */
    @Override
    public Readings readings() {
        return Readings.NONE;
    }

    @Override
    public DiskMoves diskMoves() {
        return DiskMoves.NONE;
    }

    @Override
    public List<FlowLog.Sender> whoSent(FlowLog.Question question) {
        return List.of();
    }

    @Override
    public HostFacts facts() throws IOException {
        return HostFacts.gather(stateFolder, "", RUNTIME);
    }

    @Override
    public void connect(NodePlan plan) {}

    /** One that is wanted stopped has none. */
    @Override
    public void pinCores(NodePlan plan) {
        cores.wish(plan.slivers().stream()
                .filter(sliver -> sliver.goal() == Goal.RUNNING)
                .collect(Collectors.toMap(
                        SliverPlan::slice, sliver -> sliver.promise().cpu().cores(), (first, second) -> second)));
    }

    @Override
    public void setUp(NodePlan plan) {}

    /** There is no CPU time to split. */
    @Override
    public void splitCpu(Supplier<Map<String, SliverCpu>> promises) {}

    @Override
    public void shareTraffic(NodePlan plan) {}

    @Override
    public Map<String, TrafficCount> traffic() {
        return Map.of();
    }

    @Override
    public void tearDown() {}

    @Override
    public void close() {}

    /** Images of which nothing is there but the name. */
    private record NoNetwork() implements InsideNetwork {
        @Override
        public <T> T open(String slice, Callable<T> action) throws IOException {
            throw new IOException(slice + " is simulated and has no network");
        }

        @Override
        public String address(String slice) throws IOException {
            throw new IOException(slice + " is simulated and has no address");
        }
    }

    private record AlwaysReady() implements Images {
        @Override
        public Availability ensure(ImagePlan plan) {
            return new Availability.Ready(image(plan.name()));
        }

        @Override
        public Optional<Image> find(String name, String digest) {
            return Optional.of(image(name)).filter(image -> image.digest().equals(digest));
        }

        private static Image image(String name) {
            String digest = "sha256:" + HexFormat.of().formatHex(Sha256.of(name));
            return new Image(name, digest, Path.of("/nonexistent"));
        }
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.lamella.agent.console.ConsoleSource;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.network.FlowLog;
import org.lamella.agent.network.SliverLink;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.runtime.Executor;
import org.lamella.agent.runtime.InsideNetwork;
import org.lamella.agent.spectator.Spectator;
import org.lamella.agent.storage.ArchiveFetcher;
import org.lamella.agent.storage.ImageHoldings;
import org.lamella.agent.storage.Images;
import org.lamella.agent.traffic.TrafficCount;
import org.lamella.agent.usage.Readings;
import org.lamella.agent.watchdog.MemoryMeter;

/** What one way of building contexts, real or simulated, offers to the agent. */
public interface ContextHost extends AutoCloseable {
    Contexts contexts();

    Images images();

    /** Where archives of images come from. */
    void fetchImagesFrom(ArchiveFetcher source);

    /** Sees to it that images in use stay and others go. Not to be called twice at the same time. */
    void tendImages(NodePlan plan) throws IOException;

    /** The images on this host and what they take, as of when they were last tended. */
    ImageHoldings imageHoldings();

    Executor executor();

    DiskMoves diskMoves();

    Spectator spectator();

    /** Empty where slivers use no memory. */
    Optional<MemoryMeter> memoryMeter();

    /** By slice; those that have no link are left out. */
    Map<String, SliverLink> links() throws IOException;

    /** Which slivers had the connection that a packet was of; see {@link FlowLog}. */
    List<FlowLog.Sender> whoSent(FlowLog.Question question) throws IOException;

    InsideNetwork insideNetwork();

    /** What slivers have and got. */
    Readings readings();

    ConsoleSource console();

    /** Keeps what slivers have printed since the last time; called about once a second. */
    void keepConsoles();

    HostFacts facts() throws IOException;

    /** Puts in force what the plan says of slivers' ports and peers, and remembers which addresses are spoken for. */
    void connect(NodePlan plan) throws IOException;

    /** Has slivers run on the cores that the plan says. Asked again and again; costs next to nothing where all is as it was. */
    void pinCores(NodePlan plan);

    /** Clears up after an earlier life of the agent and sets up what all contexts share. Touches no whole context. */
    void setUp(NodePlan plan) throws IOException;

    /**
     * Begins to split the node's CPU time between contexts.
     *
     * @param promises to each sliver that runs, by slice; asked again and again
     */
    void splitCpu(Supplier<Map<String, SliverCpu>> promises);

    /** Brings about what the plan says of slivers' traffic. Asked again and again; costs next to nothing where all is as it was. */
    void shareTraffic(NodePlan plan);

    /** What has passed of each sliver that runs, by slice; of a node without an uplink nothing is known. */
    Map<String, TrafficCount> traffic() throws IOException;

    /** Takes away what all contexts share, after the last of them. Disks and images stay. */
    void tearDown() throws IOException;

    /** Lets go of what this process holds; contexts run on. */
    @Override
    void close() throws InterruptedException;
}

package org.lamella.slivers;

import java.util.List;
import org.lamella.images.ImageKind;
import org.lamella.slices.DiskLimit;
import org.lamella.slices.Goal;

/** All that one node must hold, numbered; always sent whole. A sliver that is wanted absent is not in it. */
public record NodePlan(
        long generation,
        List<PlannedSliver> slivers,
        List<PlannedImage> images,
        Admission admission,
        List<PlannedArrival> arriving,
        PlannedUplink uplink) {
    /**
     * One sliver of the plan.
     *
     * @param incarnation tells it from one that was there before under the same name
     * @param generation of the plan in which what is wanted of it last changed
     * @param initscript a program to be run at each start; empty: none
     * @param capabilities that its root has beyond the usual
     */
    public record PlannedSliver(
            String slice,
            Goal goal,
            String image,
            long incarnation,
            long generation,
            String initscript,
            List<String> capabilities,
            PlannedPromise promise,
            PlannedLife life,
            PlannedNetwork network,
            DiskLimit disk,
            PlannedMove move) {
        public PlannedSliver {
            capabilities = List.copyOf(capabilities);
        }
    }

    /**
     * What moves to another node, or has come from one.
     *
     * @param sendAs the transfer by which the node is to send the sliver's disk; 0: none
     * @param broughtBy the transfer by which the disk came to the node, as long as that is not known to have it; 0: none
     */
    public record PlannedMove(long sendAs, long broughtBy) {}

    /** The disk of a sliver that is to come from another node. */
    public record PlannedArrival(long transfer, String slice, long incarnation, String image) {}

    /**
     * What is promised to a sliver of its node, and what bounds it there.
     *
     * @param guaranteedMemory bytes
     */
    public record PlannedPromise(
            PlannedCpu cpu, PlannedTraffic traffic, long guaranteedMemory, PlannedIo io, PlannedLimits limits) {}

    /**
     * What it may have at once.
     *
     * @param memoryBytes 0: as much as the node has
     * @param openFiles of one process, as the next
     */
    public record PlannedLimits(
            long processes, long memoryBytes, long openFiles, long lockedMemoryBytes, long sharedMemoryBytes) {}

    /**
     * Of the node's CPU time.
     *
     * @param reservedPercent of all CPUs together
     * @param share its weight when the rest is split; 0: it gets no more than is reserved
     * @param cores so many whole cores are to be its own, which {@code reservedPercent} says, too; 0: none
     */
    public record PlannedCpu(double reservedPercent, double share, int cores) {}

    /**
     * Of the node's uplink, in each direction.
     *
     * @param reservedBits a second
     * @param ceilingBits a second; 0: none
     * @param share its weight when the rest is split
     * @param dailyBytes sent in a day of UTC; 0: any number
     */
    public record PlannedTraffic(long reservedBits, long ceilingBits, double share, long dailyBytes) {}

    /**
     * Of the node's disk.
     *
     * @param readBytes a second; 0: no ceiling. Likewise the next
     */
    public record PlannedIo(double share, long readBytes, long writeBytes) {}

    /**
     * How the node's uplink is bounded as a whole.
     *
     * @param capBits a second, in each direction; 0: not bounded
     * @param exempt destinations as CIDR for which no bound holds
     */
    public record PlannedUplink(long capBits, List<String> exempt) {
        public PlannedUplink {
            exempt = List.copyOf(exempt);
        }
    }

    /** What its owner wants of a sliver beside its goal: see {@link SliverLifeView}. */
    public record PlannedLife(String firstInitscript, long restarts, long resets, boolean frozen) {}

    /**
     * What is special about how it is connected.
     *
     * @param address that it must have; empty: any
     * @param peers slices that it lets reach its own address
     */
    public record PlannedNetwork(String address, List<PlannedPort> ports, List<String> peers) {
        public PlannedNetwork {
            ports = List.copyOf(ports);
            peers = List.copyOf(peers);
        }
    }

    /**
     * Ports of the node that lead to it.
     *
     * @param protocol {@code tcp} or {@code udp}
     * @param nodePort the first of the node's
     * @param port the first of the sliver's
     */
    public record PlannedPort(String protocol, int nodePort, int port, int count) {}

    /** An image that a sliver of the plan names. */
    public record PlannedImage(String name, ImageKind kind, String source) {}

    public NodePlan {
        slivers = List.copyOf(slivers);
        images = List.copyOf(images);
        arriving = List.copyOf(arriving);
    }
}

package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What the node is made of.
 *
 * @param kernel its release, such as {@code 6.1.0-18-amd64}
 * @param memoryBytes all of the machine's
 * @param diskBytes of the file system that holds the agent's state
 * @param cgroups {@code v1}, {@code hybrid} or {@code v2}; empty where there are none
 * @param runtime such as {@code runc 1.1.5}, or {@code simulated} where no real context is built
 * @param checkpoints whether processes could be moved while they run, in words; empty where that is not known
 * @param sliverSubnet the addresses of its slivers, such as {@code 10.213.0.0/24}; empty where they have none
 * @param diskWeights whether its disk serves slivers by their shares, in words; empty where that is not known
 */
public record HostFacts(
        String hostname,
        String kernel,
        int cpus,
        long memoryBytes,
        long diskBytes,
        String cgroups,
        String runtime,
        String checkpoints,
        String sliverSubnet,
        String diskWeights) {
    private static final long KIBI = 1024;

    public HostFacts {
        Objects.requireNonNull(hostname);
        Objects.requireNonNull(kernel);
        Objects.requireNonNull(cgroups);
        Objects.requireNonNull(runtime);
        Objects.requireNonNull(checkpoints);
        Objects.requireNonNull(sliverSubnet);
        Objects.requireNonNull(diskWeights);
    }

    /** One whose slivers have no addresses. */
    public HostFacts(
            String hostname,
            String kernel,
            int cpus,
            long memoryBytes,
            long diskBytes,
            String cgroups,
            String runtime,
            String checkpoints) {
        this(hostname, kernel, cpus, memoryBytes, diskBytes, cgroups, runtime, checkpoints, "", "");
    }

    public HostFacts with(String subnet, String weights) {
        return new HostFacts(
                hostname, kernel, cpus, memoryBytes, diskBytes, cgroups, runtime, checkpoints, subnet, weights);
    }

    /** One of which nobody has asked whether it could write processes down. */
    public HostFacts(
            String hostname,
            String kernel,
            int cpus,
            long memoryBytes,
            long diskBytes,
            String cgroups,
            String runtime) {
        this(hostname, kernel, cpus, memoryBytes, diskBytes, cgroups, runtime, "");
    }

    /** @param stateFolder an existing folder */
    public static HostFacts gather(Path stateFolder, String cgroups, String runtime) throws IOException {
        return new HostFacts(
                kernelSetting("hostname"),
                kernelSetting("osrelease"),
                Runtime.getRuntime().availableProcessors(),
                totalMemory(),
                Files.getFileStore(stateFolder).getTotalSpace(),
                cgroups,
                runtime,
                Checkpoints.found(kernelSetting("osrelease")));
    }

    private static String kernelSetting(String name) throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel", name)).strip();
    }

    private static long totalMemory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return KIBI * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("/proc/meminfo does not say how much memory there is");
    }
}

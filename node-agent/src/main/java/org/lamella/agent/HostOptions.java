package org.lamella.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lamella.agent.context.ContextConfig;
import org.lamella.agent.context.Folders;
import org.lamella.agent.host.HostTools;
import org.lamella.agent.network.NetworkConfig;
import org.lamella.agent.network.Seclusion;
import org.lamella.agent.network.Subnet;
import org.lamella.agent.runtime.RuntimeKind;
import org.lamella.agent.storage.DiskFormat;
import org.lamella.agent.storage.Downloads;
import picocli.CommandLine.Option;

/** Where and how this agent builds contexts: the same for {@code run} and for the {@code teardown} after it. */
final class HostOptions {
    private static final int ROOT = 0;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "/var/lib/lamella",
            description = "identity, plan and the slivers' disks (${DEFAULT-VALUE})")
    private Path state;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            defaultValue = "/run/lamella",
            description = "what does not outlive a reboot (${DEFAULT-VALUE})")
    private Path run;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "unpacked images; several agents may share it (STATE/images)")
    private Path images;

    @Option(
            names = "--cgroup",
            paramLabel = "NAME",
            defaultValue = "lamella",
            description = "the cgroup that all contexts are under (${DEFAULT-VALUE})")
    private String cgroup;

    @Option(
            names = "--subnet",
            paramLabel = "CIDR",
            defaultValue = "10.213.0.0/24",
            description = "addresses for slivers (${DEFAULT-VALUE})")
    private Subnet subnet;

    @Option(
            names = "--uplink",
            paramLabel = "IFACE",
            description = "the interface to the world (that of the default route)")
    private String uplink;

    @Option(
            names = "--closed",
            paramLabel = "HOST|CIDR",
            description =
                    "what slivers must not reach by the uplink, such as the database; may be given several times (the"
                            + " control plane and link-local addresses always are closed)")
    private List<String> closed = List.of();

    @Option(
            names = "--open",
            paramLabel = "HOST:PORT",
            description =
                    "what slivers may reach though it is closed, or is the node's own; may be given several times (the"
                            + " host's resolvers always are open)")
    private List<Seclusion.Opening> open = List.of();

    @Option(
            names = "--forward-on-host",
            description = "switch on ip_forward though this is the host's own network namespace; put back by teardown")
    private boolean forwardOnHost;

    @Option(
            names = "--runtime",
            paramLabel = "runc|crun|memory",
            defaultValue = "runc",
            description = "what builds contexts; memory only simulates them (${DEFAULT-VALUE})")
    private RuntimeKind runtime;

    @Option(
            names = "--disks",
            paramLabel = "ext4|xfs",
            defaultValue = "ext4",
            description = "the file system of new slivers' disks (${DEFAULT-VALUE})")
    private DiskFormat disks;

    @Option(names = "--mirror", paramLabel = "URL", description = "where debootstrap gets packages (its own choice)")
    private String mirror;

    @Option(
            names = "--image-network",
            paramLabel = "FILE",
            description = "the network namespace that images are downloaded in (the agent's own)")
    private Path imageNetwork;

    Path state() {
        return state.toAbsolutePath().normalize();
    }

    ContextConfig config() throws IOException {
        Path imageFolder = images == null ? state().resolve("images") : images;
        Optional<String> out = uplink == null ? DefaultRoute.device() : Optional.of(uplink);
        Seclusion seclusion = Seclusion.USUAL.opening(open);
        for (String host : closed) {
            seclusion = seclusion.keepingFrom(host);
        }
        return new ContextConfig(
                new Folders(
                        state(),
                        run.toAbsolutePath().normalize(),
                        imageFolder.toAbsolutePath().normalize()),
                cgroup,
                new NetworkConfig(subnet, out, forwardOnHost, seclusion),
                runtime,
                new Downloads(Optional.ofNullable(mirror), Optional.ofNullable(imageNetwork)),
                disks);
    }

    /** @throws IOException with everything that keeps this process from building contexts */
    void requireWhatContextsNeed() throws IOException {
        if (runtime == RuntimeKind.MEMORY) {
            return;
        }
        List<String> problems = new ArrayList<>();
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT)) {
            problems.add("only root can build contexts: run as root, or simulate them with --runtime memory");
        }
        try {
            HostTools.require(runtime.name().toLowerCase(Locale.ROOT));
            disks.requireTools();
        } catch (IOException e) {
            problems.add(e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new IOException(String.join("; ", problems));
        }
    }
}

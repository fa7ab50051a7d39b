package org.lamella.agent.network;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;

/**
 * The node's side of its slivers' network: a bridge with the subnet's first address, a link from it to each sliver, and
 * address translation on the uplink. All of it is in the network namespace that the agent itself runs in.
 *
 * <p>A sliver's end of the link is born inside the sliver's own network namespace, and both ends go when that namespace goes;
 * nothing has to be pinned for them.
 */
public final class NodeNetwork {
    public static final String BRIDGE = "lamella0";
    private static final String TABLE = "lamella";

    private final Posix posix;
    private final Commands commands;
    private final Subnet subnet;
    private final Optional<String> uplink;
    private final Forwarding forwarding;

    /**
     * @param uplink the interface by which slivers reach the world; empty: they reach only the node and one another
     * @param runFolder where it is remembered what was changed, to put it back
     */
    public NodeNetwork(
            Posix posix,
            Commands commands,
            Subnet subnet,
            Optional<String> uplink,
            boolean forwardOnHost,
            Path runFolder) {
        this.posix = posix;
        this.commands = commands;
        this.subnet = subnet;
        this.uplink = uplink;
        this.forwarding = new Forwarding(runFolder.resolve("ip_forward.before"), forwardOnHost);
    }

    /** Harmless where it is set up already, and to connections that pass through it. */
    public void setUp() throws IOException {
        if (!bridgeHasGateway()) {
            remove(BRIDGE);
            commands.run(List.of("ip", "-batch", "-"), """
                    link add %1$s address %2$s type bridge stp_state 0 forward_delay 0
                    addr add %3$s dev %1$s
                    link set %1$s up
                    """.formatted(
                            BRIDGE, hardwareAddress(subnet.gateway()), subnet.withPrefix(subnet.gateway())));
        }
        commands.run(List.of("nft", "-f", "-"), table());
        forwarding.enable();
    }

    private boolean bridgeHasGateway() throws IOException {
        NetworkInterface bridge = NetworkInterface.getByName(BRIDGE);
        return bridge != null
                && bridge.inetAddresses()
                        .anyMatch(address -> address.getHostAddress().equals(subnet.gateway()));
    }

    /** Declared, emptied and filled in one transaction, so there is no moment without the rules. */
    private String table() {
        String masquerade = uplink.map(device -> "ip saddr %s oifname \"%s\" masquerade".formatted(subnet, device))
                .orElse("");
        return """
                table inet %1$s
                delete table inet %1$s
                table inet %1$s {
                  chain postrouting {
                    type nat hook postrouting priority srcnat; policy accept;
                    %2$s
                  }
                  chain forward {
                    type filter hook forward priority filter; policy accept;
                  }
                }
                """.formatted(TABLE, masquerade);
    }

    /**
     * The shell script that gives a context its link, for the runtime to run when it has made the context's namespaces and
     * before anything runs in them. It reads the context's state, as OCI hooks get it, for the number of a process in there.
     */
    public String attachScript(String slice, String address) {
        return """
                while read -r line || [ -n "$line" ]; do
                  case $line in *'"pid":'*) pid=${line#*'"pid":'}; pid=${pid# }; pid=${pid%%%%[!0-9]*};; esac
                done
                ip link add %1$s master %2$s up type veth peer name eth0 address %3$s netns "$pid" || exit
                exec nsenter --target "$pid" --net ip -batch - <<END
                link set lo up
                addr add %4$s dev eth0
                link set eth0 up
                route add default via %5$s
                END
                """.formatted(
                VethName.of(slice), BRIDGE, hardwareAddress(address), subnet.withPrefix(address), subnet.gateway());
    }

    /** Harmless where there is no link. */
    public void detach(String slice) throws IOException {
        remove(VethName.of(slice));
    }

    /** Removes links of slivers that are not among the given ones. */
    public void detachAllBut(Collection<String> slices) throws IOException {
        Set<String> kept = slices.stream().map(VethName::of).collect(Collectors.toSet());
        for (String link : links()) {
            if (!kept.contains(link)) {
                remove(link);
            }
        }
    }

    /** By name and by its bridge: an interface of the same name that hangs elsewhere is somebody else's. */
    private List<String> links() throws IOException {
        if (!posix.hasInterface(BRIDGE)) {
            return List.of();
        }
        return commands.run(List.of("ip", "-oneline", "link", "show", "master", BRIDGE))
                .lines()
                .map(line -> line.split(":\\s+", -1)[1].split("@", 2)[0])
                .filter(VethName::isOurs)
                .toList();
    }

    /**
     * A link outlives its context by some milliseconds, since the kernel takes network namespaces apart in the background;
     * so it may be gone at any moment, which is as good as removed.
     */
    private void remove(String link) throws IOException {
        if (!posix.hasInterface(link)) {
            return;
        }
        try {
            commands.run(List.of("ip", "link", "delete", link));
        } catch (IOException e) {
            if (posix.hasInterface(link)) {
                throw e;
            }
        }
    }

    public void tearDown() throws IOException {
        detachAllBut(Set.of());
        remove(BRIDGE);
        commands.run(List.of("nft", "-f", "-"), "table inet %1$s\ndelete table inet %1$s\n".formatted(TABLE));
        forwarding.restore();
    }

    /** The same address always has the same hardware address, so neighbours need not learn it again. */
    private static String hardwareAddress(String address) {
        StringBuilder hardware = new StringBuilder("02:4c");
        for (String octet : address.split("\\.", -1)) {
            hardware.append(":%02x".formatted(Integer.parseInt(octet)));
        }
        return hardware.toString();
    }
}

package org.lamella.agent.network;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.NfTables;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.SliverNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's side of its slivers' network: a link to each sliver, on which the node routes to that sliver's one address, and
 * rules for what passes. All of it is in the network namespace that the agent itself runs in.
 *
 * <p>A sliver's end of the link is born inside the sliver's own network namespace, and both ends go when that namespace goes;
 * nothing has to be pinned for them. There is no bridge: slivers are no neighbours of one another, so there is nobody's
 * traffic to see and nobody to deceive but the node, which does not learn who has which hardware address.
 */
public final class NodeNetwork implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeNetwork.class);

    private final Posix posix;
    private final Commands commands;
    private final NetworkConfig config;
    private final Forwarding forwarding;
    private final Firewall firewall;
    private final FlowWatch watch;
    private final Map<String, String> addresses = new HashMap<>();
    /** The other way round. */
    private final Map<String, String> slices = new HashMap<>();

    private Map<String, SliverNetwork> wishes = Map.of();
    private Exposures exposed = Exposures.NONE;

    /** @param runFolder where it is remembered what was changed, to put it back */
    public NodeNetwork(Posix posix, Commands commands, NetworkConfig config, Path runFolder, FlowLog flows)
            throws IOException {
        this.posix = posix;
        this.commands = commands;
        this.config = config;
        this.forwarding = new Forwarding(runFolder.resolve("ip_forward.before"), config.forwardOnHost());
        this.firewall = new Firewall(NfTables.open(), config);
        this.watch = new FlowWatch(commands, flows, this::sliceOf, Clock.systemUTC());
    }

    /**
     * Harmless where it is set up already, and to connections that pass through it.
     *
     * @param running the slivers that run; links of others are removed
     * @param wished of each slice of the plan, what is special
     */
    public synchronized void setUp(Collection<Attached> running, Map<String, SliverNetwork> wished) throws IOException {
        addresses.clear();
        slices.clear();
        running.forEach(this::note);
        wishes = Map.copyOf(wished);
        exposed = Exposures.of(wishes, addresses);
        firewall.replace(running, exposed);
        forwarding.enable();
        detachAllBut(running.stream().map(Attached::link).collect(Collectors.toSet()));
        watch.start();
    }

    /** Of a sliver that runs now. */
    private synchronized Optional<String> sliceOf(String address) {
        return Optional.ofNullable(slices.get(address));
    }

    /** Ends what watches; links and rules stay. */
    @Override
    public void close() throws InterruptedException {
        watch.close();
    }

    /** The addresses of the slivers that have a link, and what was dropped of theirs. */
    public Map<String, SliverLink> links(Collection<String> names) throws IOException {
        Map<String, Spoofs> dropped = spoofs(names);
        synchronized (this) {
            return names.stream()
                    .filter(addresses::containsKey)
                    .collect(Collectors.toMap(
                            slice -> slice,
                            slice -> new SliverLink(addresses.get(slice), dropped.getOrDefault(slice, Spoofs.NONE))));
        }
    }

    /** Those that have a link, or are about to. */
    public synchronized List<Attached> attached() {
        return addresses.entrySet().stream()
                .map(each -> new Attached(each.getKey(), each.getValue()))
                .toList();
    }

    /** Says what may come over a link that is yet to be made. */
    public synchronized void admit(Attached sliver) throws IOException {
        firewall.admit(sliver);
        note(sliver);
        expose();
    }

    private void note(Attached sliver) {
        addresses.put(sliver.slice(), sliver.address());
        slices.put(sliver.address(), sliver.slice());
    }

    /** Puts ports and peers in force, for slivers that run as for those that will. No process of a sliver notices. */
    public synchronized void wish(Map<String, SliverNetwork> wished) throws IOException {
        wishes = Map.copyOf(wished);
        expose();
    }

    private void expose() throws IOException {
        Exposures now = Exposures.of(wishes, addresses);
        if (now.equals(exposed)) {
            return;
        }
        firewall.expose(now);
        Set<String> withdrawn = now.withdrawnSince(exposed);
        exposed = now;
        for (String port : withdrawn) {
            cut(port);
        }
    }

    /** What has been led on goes on being so until the kernel forgets it, whatever the rules say of new connections. */
    private void cut(String port) {
        String[] parts = port.split(" \\. ", -1);
        try {
            commands.run(List.of("conntrack", "-D", "-p", parts[0], "--orig-port-dst", parts[1], "--dst-nat"));
        } catch (IOException e) {
            log.debug("no connection to port {} was cut: {}", port, e.getMessage());
        }
    }

    /**
     * The shell script that gives a context its link, for the runtime to run when it has made the context's namespaces and
     * before anything runs in them. It reads the context's state, as OCI hooks get it, for the number of a process in there.
     *
     * @param further lines for when the node's end of the link is there
     */
    public String attachScript(Attached sliver, String further) {
        return """
                while read -r line || [ -n "$line" ]; do
                  case $line in *'"pid":'*) pid=${line#*'"pid":'}; pid=${pid# }; pid=${pid%%%%[!0-9]*};; esac
                done
                nsenter --target "$pid" --net sh -c 'six=/proc/sys/net/ipv6/conf
                  for of in all default; do [ ! -e $six/$of ] || echo 1 >$six/$of/disable_ipv6 || exit; done' || exit
                ip link add %1$s group %2$d type veth peer name eth0 address %3$s netns "$pid" || exit
                ip -batch - <<END || exit
                addr add %5$s peer %4$s/32 dev %1$s
                link set %1$s up
                neigh replace %4$s lladdr %3$s dev %1$s nud permanent
                END
                %6$sexec nsenter --target "$pid" --net ip -batch - <<END
                link set lo up
                addr add %4$s peer %5$s/32 dev eth0
                link set eth0 up
                route add default via %5$s
                END
                """.formatted(
                        sliver.link(),
                        Firewall.GROUP,
                        sliver.hardwareAddress(),
                        sliver.address(),
                        config.subnet().gateway(),
                        further);
    }

    /** Harmless where there is no link. */
    public synchronized void detach(String slice) throws IOException {
        String link = VethName.of(slice);
        remove(link);
        firewall.expel(link);
        String address = addresses.remove(slice);
        if (address != null) {
            slices.remove(address, slice);
            expose();
        }
    }

    /** What was dropped of each of the given slices' packets; those that have no link are left out. */
    public Map<String, Spoofs> spoofs(Collection<String> slices) throws IOException {
        Map<String, Spoofs> counted = firewall.counted();
        return slices.stream()
                .filter(slice -> counted.containsKey(VethName.of(slice)))
                .collect(Collectors.toMap(slice -> slice, slice -> counted.get(VethName.of(slice))));
    }

    private void detachAllBut(Set<String> kept) throws IOException {
        for (String link : links()) {
            if (!kept.contains(link)) {
                remove(link);
            }
        }
    }

    /** By name and by group: an interface of the same name that is not in it is somebody else's. */
    private List<String> links() throws IOException {
        return commands.run(List.of("ip", "-oneline", "link", "show", "group", Integer.toString(Firewall.GROUP)))
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

    public synchronized void tearDown() throws IOException {
        detachAllBut(Set.of());
        addresses.clear();
        exposed = Exposures.NONE;
        firewall.remove();
        forwarding.restore();
    }
}

package org.lamella.agent.network;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lamella.agent.host.NfTables;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which packets pass: two tables of nftables, {@code lamella} of family inet and of family arp.
 *
 * <ol>
 *   <li>A link is told by its group, and each has a chain of its own that knows the one address it may send from. A link without
 *       such a chain sends nothing: whatever step is missing, it fails closed.
 *   <li>What a sliver sends is judged before the kernel keeps track of it or looks whom it is for.
 *   <li>Every change is one transaction; there is no moment with a part of the rules.
 * </ol>
 */
final class Firewall {
    /** Of every link of ours, and of nothing else; "LM". */
    static final int GROUP = 0x4c4d;

    private static final String TABLE = "lamella";
    private static final List<String> FAMILIES = List.of("inet", "arp");
    private static final String COUNTER = "spoofed-";

    private final NfTables rules;
    private final NetworkConfig config;

    Firewall(NfTables rules, NetworkConfig config) {
        this.rules = rules;
        this.config = config;
    }

    /** Replaces all that is there, but keeps what was counted of the given slivers. */
    synchronized void replace(Collection<Attached> slivers, Exposures exposures) throws IOException {
        Map<String, Spoofs> counted = counted();
        StringBuilder text = new StringBuilder(removal()).append(tables(Reach.of(config.seclusion())));
        for (Attached sliver : slivers) {
            text.append(admission(sliver, counted.getOrDefault(sliver.link(), Spoofs.NONE)));
        }
        nft(text.append(exposure(exposures)).toString());
    }

    /** In place of those that there were. */
    synchronized void expose(Exposures exposures) throws IOException {
        nft(exposure(exposures));
    }

    /** Lets the sliver's link send from its own address. Whatever was said of a link of that name before is forgotten. */
    synchronized void admit(Attached sliver) throws IOException {
        nft(expulsion(sliver.link()) + admission(sliver, Spoofs.NONE));
    }

    /** Harmless where the link was never admitted. */
    synchronized void expel(String link) throws IOException {
        nft(expulsion(link));
    }

    synchronized void remove() throws IOException {
        nft(removal());
    }

    /** By link. Empty where there are no rules at all. */
    Map<String, Spoofs> counted() throws IOException {
        Map<String, Spoofs> counted = new HashMap<>();
        JsonNode all = JsonMapper.shared().readTree(rules.list("counters"));
        for (JsonNode entry : all.path("nftables")) {
            JsonNode counter = entry.path("counter");
            String name = counter.path("name").asString("");
            if (counter.path("table").asString("").equals(TABLE) && name.startsWith(COUNTER)) {
                long packets = counter.path("packets").asLong();
                boolean arp = counter.path("family").asString("").equals("arp");
                counted.merge(
                        name.substring(COUNTER.length()),
                        arp ? new Spoofs(0, packets) : new Spoofs(packets, 0),
                        (a, b) -> new Spoofs(a.packets() + b.packets(), a.arp() + b.arp()));
            }
        }
        return counted;
    }

    private void nft(String text) throws IOException {
        rules.change(text);
    }

    private static String removal() {
        return FAMILIES.stream()
                .map(family -> "table %1$s %2$s\ndelete table %1$s %2$s\n".formatted(family, TABLE))
                .collect(Collectors.joining());
    }

    private String tables(Reach reach) {
        return """
                table inet %1$s {
                  map senders { type ifname : verdict; }
                  set closed { type ipv4_addr; flags interval; auto-merge; %2$s }
                  map published { type inet_proto . inet_service : ipv4_addr . inet_service; }
                  set peers { type ipv4_addr . ipv4_addr; }
                  set selves { type ipv4_addr . ipv4_addr; }
                  set open { type ipv4_addr . inet_proto . inet_service; %3$s }
                  counter refused { }
                  chain sent {
                    type filter hook prerouting priority raw; policy accept;
                    iifgroup != %4$d ip saddr %5$s drop
                    iifname vmap @senders
                    iifgroup %4$d drop
                  }
                  chain to-node {
                    type filter hook input priority filter; policy accept;
                    iifgroup != %4$d accept
                    ct state established,related accept
                    ip daddr . meta l4proto . th dport @open accept
                    icmp type echo-request accept
                    goto refuse
                  }
                  chain passing {
                    type filter hook forward priority filter; policy accept;
                    iifgroup != %4$d oifgroup != %4$d accept
                    ct status dnat accept
                    ip saddr . ip daddr @peers accept
                    iifgroup %4$d oifgroup %4$d goto refuse
                    iifgroup %4$d goto to-world
                    ct state established,related accept
                    drop
                  }
                  chain to-world {
                    ip daddr . meta l4proto . th dport @open accept
                    ip daddr @closed goto refuse
                    accept
                  }
                  chain refuse {
                    counter name "refused"
                    meta l4proto tcp reject with tcp reset
                    reject with icmpx admin-prohibited
                  }
                  chain led-in {
                    type nat hook prerouting priority dstnat; policy accept;
                    fib daddr type local meta l4proto { tcp, udp } dnat ip to meta l4proto . th dport map @published
                  }
                  chain led-in-from-node {
                    type nat hook output priority -100; policy accept;
                    ip daddr != 127.0.0.0/8 fib daddr type local meta l4proto { tcp, udp } dnat ip to meta l4proto . th dport map @published
                  }
                  chain translated {
                    type nat hook postrouting priority srcnat; policy accept;
                    ip saddr . ip daddr @selves snat ip to %7$s
                    %6$s
                  }
                }
                table arp %1$s {
                  map senders { type ifname : verdict; }
                  chain sent {
                    type filter hook input priority filter; policy accept;
                    iifname vmap @senders
                  }
                }
                """.formatted(
                        TABLE,
                        elements(reach.closed()),
                        elements(reach.open()),
                        GROUP,
                        config.subnet(),
                        masquerade(config.uplink()),
                        config.subnet().gateway());
    }

    private String masquerade(Optional<String> uplink) {
        return uplink.map(device -> "ip saddr %s oifname \"%s\" masquerade".formatted(config.subnet(), device))
                .orElse("");
    }

    private static String elements(Set<String> elements) {
        return elements.isEmpty() ? "" : "elements = { " + String.join(", ", elements) + " }";
    }

    private static String admission(Attached sliver, Spoofs counted) {
        return """
                add counter inet %1$s %2$s%3$s { packets %6$d bytes 0 }
                add chain inet %1$s from-%3$s
                add rule inet %1$s from-%3$s ether saddr %5$s ip saddr %4$s accept
                add rule inet %1$s from-%3$s counter name "%2$s%3$s" drop
                add element inet %1$s senders { "%3$s" : goto from-%3$s }
                add counter arp %1$s %2$s%3$s { packets %7$d bytes 0 }
                add chain arp %1$s from-%3$s
                add rule arp %1$s from-%3$s arp saddr ether %5$s arp saddr ip %4$s accept
                add rule arp %1$s from-%3$s counter name "%2$s%3$s" drop
                add element arp %1$s senders { "%3$s" : goto from-%3$s }
                """.formatted(
                        TABLE,
                        COUNTER,
                        sliver.link(),
                        sliver.address(),
                        sliver.hardwareAddress(),
                        counted.packets(),
                        counted.arp());
    }

    private static String exposure(Exposures exposures) {
        List<String> ports = exposures.ports().entrySet().stream()
                .map(port -> port.getKey() + " : " + port.getValue())
                .toList();
        return replacement("map", "published", ports)
                + replacement("set", "peers", exposures.peers())
                + replacement("set", "selves", exposures.selves());
    }

    private static String replacement(String kind, String name, Collection<String> elements) {
        String flush = "flush %s inet %s %s\n".formatted(kind, TABLE, name);
        return elements.isEmpty()
                ? flush
                : flush + "add element inet %s %s { %s }\n".formatted(TABLE, name, String.join(", ", elements));
    }

    /** What is deleted is added first, the table included, since deleting what is not there is an error and adding what is there is none. */
    private static String expulsion(String link) {
        return FAMILIES.stream()
                .map(family -> """
                        add table %1$s %2$s
                        add map %1$s %2$s senders { type ifname : verdict; }
                        add counter %1$s %2$s %3$s%4$s
                        add chain %1$s %2$s from-%4$s
                        add element %1$s %2$s senders { "%4$s" : goto from-%4$s }
                        delete element %1$s %2$s senders { "%4$s" }
                        flush chain %1$s %2$s from-%4$s
                        delete chain %1$s %2$s from-%4$s
                        delete counter %1$s %2$s %3$s%4$s
                        """.formatted(family, TABLE, COUNTER, link))
                .collect(Collectors.joining());
    }
}

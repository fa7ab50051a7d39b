package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.ConnectedNode.ADDRESS;
import static org.lamella.agent.ConnectedNode.CLOSED;
import static org.lamella.agent.ConnectedNode.GATEWAY;
import static org.lamella.agent.ConnectedNode.OPENED;
import static org.lamella.agent.ConnectedNode.OTHER;
import static org.lamella.agent.ConnectedNode.UPLINK;
import static org.lamella.agent.ConnectedNode.WORLD;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.network.FlowLog;
import org.lamella.agent.network.Spoofs;
import org.lamella.agent.runtime.Execution;

/**
 * What a sliver may send and whom it reaches: as root inside it, and as somebody who has even the capabilities that root inside
 * lacks, {@code CAP_NET_ADMIN} among them.
 */
@OnKernel
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkSeparationTest {
    private static final Commands COMMANDS = new Commands(Posix.open(), "network-separation-test");
    private static final String HARDWARE = "02:4c:0a:d5:07:02";
    private static final String GARBAGE = "02:00:00:00:00:99";

    private ConnectedNode connected;
    private TestNode node;

    @BeforeAll
    void connect() throws Exception {
        connected = new ConnectedNode();
        node = connected.node;
    }

    @AfterAll
    void takeAway() throws Exception {
        connected.close();
    }

    private Spoofs spoofs() throws IOException {
        return node.agent().links().get("demo_a").spoofs();
    }

    /** With all capabilities over the sliver's network, which the sliver's own root has not. */
    private String asAdministrator(String... command) throws IOException {
        List<String> entering = new ArrayList<>(
                List.of("nsenter", "--target", Long.toString(node.initPid("demo_a")), "--user", "--net"));
        entering.addAll(List.of(command));
        return COMMANDS.run(entering);
    }

    /** Puts one whole frame, in hexadecimal, on the sliver's link. */
    private void sendFrame(String frame) throws IOException {
        asAdministrator("perl", "-e", """
                socket(my $s, 17, 3, 0) or die "socket: $!";
                open(my $f, "<", "/proc/self/net/dev") or die; my $i = 0;
                my $n = pack("a16 x24", "eth0");
                ioctl($s, 0x8933, $n) or die "index: $!";
                my $index = unpack("x16 i", $n);
                my $to = pack("S n i S C C a8", 17, 0, $index, 1, 0, 6, "");
                defined send($s, pack("H*", $ARGV[0]), 0, $to) or die "send: $!";
                """, frame);
    }

    private static String bare(String hardware) {
        return hardware.replace(":", "");
    }

    private static String number(String address) {
        StringBuilder hex = new StringBuilder();
        for (String octet : address.split("\\.", -1)) {
            hex.append("%02x".formatted(Integer.parseInt(octet)));
        }
        return hex.toString();
    }

    /** An ICMP echo request to the node. */
    private String echo(String hardware, String source) throws IOException {
        String header = "4500001c00010000400100" + "00" + number(source) + number(GATEWAY);
        int sum = 0;
        for (int i = 0; i < header.length(); i += 4) {
            sum += Integer.parseInt(header.substring(i, i + 4), 16);
        }
        sum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
        return nodesHardware() + bare(hardware) + "0800" + header.substring(0, 20) + "%04x".formatted(sum)
                + header.substring(24) + "0800f7fd00010001";
    }

    private String arpReply(String hardware, String claimed) throws IOException {
        return nodesHardware() + bare(hardware) + "0806" + "0001080006040002" + bare(hardware) + number(claimed)
                + nodesHardware() + number(GATEWAY);
    }

    /** Of the node's end of the link. */
    private String nodesHardware() throws IOException {
        String route = COMMANDS.run(List.of("ip", "route", "get", ADDRESS));
        String link = route.replaceAll("(?s).* dev (\\S+).*", "$1");
        return bare(COMMANDS.run(List.of("ip", "-oneline", "link", "show", link))
                .replaceAll("(?s).*link/ether (\\S+).*", "$1"));
    }

    private void awaitSpoofs(Spoofs expected) {
        await().untilAsserted(() -> assertThat(spoofs()).isEqualTo(expected));
    }

    @Test
    void dropsAndCountsPacketsOfAForeignSource() throws Exception {
        Spoofs before = spoofs();

        sendFrame(echo(HARDWARE, ADDRESS));
        assertThat(spoofs()).isEqualTo(before);
        sendFrame(echo(HARDWARE, OTHER));
        sendFrame(echo(HARDWARE, GATEWAY));
        sendFrame(echo(HARDWARE, "8.8.8.8"));

        awaitSpoofs(new Spoofs(before.packets() + 3, before.arp()));
    }

    @Test
    void dropsAndCountsFramesOfAForeignHardwareAddress() throws Exception {
        Spoofs before = spoofs();

        sendFrame(echo(GARBAGE, ADDRESS));

        awaitSpoofs(new Spoofs(before.packets() + 1, before.arp()));
    }

    @Test
    void dropsAndCountsClaimsOfForeignAddresses() throws Exception {
        Spoofs before = spoofs();

        sendFrame(arpReply(HARDWARE, ADDRESS));
        assertThat(spoofs()).isEqualTo(before);
        sendFrame(arpReply(HARDWARE, OTHER));
        sendFrame(arpReply(GARBAGE, ADDRESS));

        awaitSpoofs(new Spoofs(before.packets(), before.arp() + 2));
        assertThat(COMMANDS.run(List.of("ip", "neigh", "show", ADDRESS)))
                .contains(HARDWARE)
                .contains("PERMANENT");
        assertThat(node.output("demo_b", "ping", "-c", "1", "-W", "2", GATEWAY)).contains("1 packets received");
    }

    /** What needs no more than the sliver's own root and busybox: it asks for an address from 0.0.0.0, by a raw socket. */
    @Test
    void dropsAndCountsWhatRootInsideSendsByARawSocket() throws Exception {
        Spoofs before = spoofs();

        node.output("demo_a", "udhcpc", "-i", "eth0", "-n", "-q", "-t", "1", "-T", "1", "-s", "/bin/true");

        await().untilAsserted(() -> assertThat(spoofs().packets()).isGreaterThan(before.packets()));
    }

    @Test
    void hasNoSixthVersionToGoAround() throws Exception {
        Spoofs before = spoofs();

        assertThat(node.output("demo_a", "ip", "-6", "addr")).isEmpty();
        sendFrame(nodesHardware() + bare(HARDWARE) + "86dd" + "6000000000003b40" + "fe80" + "0".repeat(26) + "02"
                + "ff02" + "0".repeat(26) + "01");

        awaitSpoofs(new Spoofs(before.packets() + 1, before.arp()));
    }

    @Test
    void bindsNoForeignAddress() throws Exception {
        for (String foreign : List.of(OTHER, GATEWAY, WORLD)) {
            assertThat(node.output("demo_a", "httpd", "-f", "-p", foreign + ":7000"))
                    .contains("Cannot assign requested address");
        }
        assertThat(node.output("demo_a", "ip", "addr", "add", OTHER + "/32", "dev", "eth0"))
                .contains("Operation not permitted");
    }

    /** Even where somebody has given it the address, by what a sliver has not. */
    @Test
    void gainsNothingByAForeignAddressThatItBinds() throws Exception {
        asAdministrator("ip", "addr", "add", OTHER + "/32", "dev", "eth0");
        try {
            Spoofs before = spoofs();

            assertThat(node.output("demo_a", "ping", "-c", "1", "-W", "1", "-I", OTHER, WORLD))
                    .contains("0 packets received");

            // Which of the two it is depends on whether the sliver still knows the node's hardware address.
            assertThat(spoofs().packets() + spoofs().arp()).isGreaterThan(before.packets() + before.arp());
        } finally {
            asAdministrator("ip", "addr", "del", OTHER + "/32", "dev", "eth0");
        }
    }

    @Test
    void doesNotReachAnotherSliver() throws Exception {
        try (Execution server = node.exec("demo_b", "nc", "-ll", "-p", "7000", "-e", "echo", "from b")) {
            await().until(() -> ConnectedNode.fromTheNode(OTHER, 7000).contains("from b"));

            assertThat(node.output("demo_a", "nc", "-w", "2", OTHER, "7000")).contains("refused");
            assertThat(node.output("demo_a", "ping", "-c", "1", "-W", "1", OTHER))
                    .contains("0 packets received");
        }
    }

    /** The agent's ports are among them, and so is whatever else listens there. */
    @Test
    void doesNotReachPortsOfItsNodeByAnyAddress() throws Exception {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress("0.0.0.0", 0));
            String port = Integer.toString(server.getLocalPort());
            for (String address : List.of(GATEWAY, UPLINK)) {
                assertThat(node.output("demo_a", "nc", "-w", "2", address, port))
                        .contains("refused");
                assertThat(node.output("demo_a", "ping", "-c", "1", "-W", "2", address))
                        .contains("1 packets received");
            }
        }
    }

    @Test
    void reachesTheWorldButNotWhatIsClosed() throws Exception {
        assertThat(node.output("demo_a", "nc", "-w", "5", WORLD, "7000")).isEqualTo("from the world");
        assertThat(node.output("demo_a", "nc", "-w", "5", CLOSED, "5432")).contains("refused");
        assertThat(node.output("demo_a", "nc", "-w", "5", CLOSED, Integer.toString(OPENED)))
                .isEqualTo("from the resolver");
        assertThat(node.output("demo_a", "nc", "-w", "5", "169.254.169.254", "80"))
                .contains("refused");
    }

    /** Asked by what the world has seen: the node's address. One life of the agent has written it down, another one tells. */
    @Test
    void knowsWhichSliceSentAPacket() throws Exception {
        FlowLog.Question question = new FlowLog.Question(UPLINK, 0, Instant.now(), Duration.ofMinutes(5));
        FlowLog.Sender sender = await().until(
                        () -> {
                            assertThat(node.output("demo_b", "nc", "-w", "5", WORLD, "7000"))
                                    .isEqualTo("from the world");
                            return node.agent().whoSent(question).stream()
                                    .filter(found -> found.slice().equals("demo_b"))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
        assertThat(sender.own()).startsWith(OTHER + ":");
        assertThat(sender.other()).isEqualTo(WORLD + ":7000");
        assertThat(sender.protocol()).isEqualTo("tcp");

        node.restart();

        FlowLog.Question exact = new FlowLog.Question(
                UPLINK, Integer.parseInt(sender.seen().replaceAll(".*:", "")), sender.from(), Duration.ofSeconds(5));
        assertThat(node.agent().whoSent(exact))
                .anyMatch(found -> found.slice().equals("demo_b"))
                .noneMatch(found -> found.slice().equals("demo_a"));
    }

    /** What one life of the agent has counted is not lost in the next, and what was closed is closed all along. */
    @Test
    void holdsAfterTheAgentWasStartedAgain() throws Exception {
        sendFrame(echo(HARDWARE, OTHER));
        Spoofs before = spoofs();
        assertThat(before.packets()).isPositive();

        node.restart();

        assertThat(spoofs()).isEqualTo(before);
        sendFrame(echo(HARDWARE, OTHER));
        awaitSpoofs(new Spoofs(before.packets() + 1, before.arp()));
        assertThat(node.output("demo_a", "nc", "-w", "5", WORLD, "7000")).isEqualTo("from the world");
        assertThat(node.output("demo_a", "nc", "-w", "5", CLOSED, "5432")).contains("refused");
        assertThat(node.output("demo_a", "nc", "-w", "5", CLOSED, Integer.toString(OPENED)))
                .isEqualTo("from the resolver");
    }
}

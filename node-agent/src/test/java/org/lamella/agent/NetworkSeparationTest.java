package org.lamella.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.network.FlowLog;
import org.lamella.agent.network.Spoofs;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.PublishedPort;
import org.lamella.agent.plan.SliverNetwork;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;

/**
 * What a sliver may send and whom it reaches: as root inside it, and as somebody who has even the capabilities that root inside
 * lacks, {@code CAP_NET_ADMIN} among them.
 */
@OnKernel
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkSeparationTest {
    private static final Commands COMMANDS = new Commands(Posix.open(), "network-separation-test");
    private static final String ADDRESS = "10.213.7.2";
    private static final String OTHER = "10.213.7.3";
    private static final String GATEWAY = "10.213.7.1";
    private static final String HARDWARE = "02:4c:0a:d5:07:02";
    private static final String GARBAGE = "02:00:00:00:00:99";
    private static final String WORLD = "192.0.2.2";
    private static final String CLOSED = "192.0.2.3";
    private static final String OPENED = "5353";

    private TestNode node;
    private Process world;

    /** The world is a namespace of its own at the other end of the uplink, which knows no way to the slivers' addresses. */
    @BeforeAll
    void connect() throws Exception {
        world = new ProcessBuilder("unshare", "--net", "sh", "-c", """
                read go
                ip link set lo up
                for a in 192.0.2.2 192.0.2.3; do ip addr add $a/24 dev up1; done
                ip link set up1 up
                busybox nc -ll -p 7000 -e echo from the world & busybox nc -ll -p 5432 -e echo from the database & busybox nc -ll -p 5353 -e echo from the resolver &
                echo ready
                read end
                kill $(jobs -p)
                """).start();
        Path own = Path.of("/proc/thread-self/ns/net");
        await().until(() -> !Files.readSymbolicLink(Path.of("/proc", Long.toString(world.pid()), "ns/net"))
                .equals(Files.readSymbolicLink(own)));
        COMMANDS.run(List.of("ip", "-batch", "-"), """
                link set lo up
                link add up0 type veth peer name up1 netns %d
                addr add 192.0.2.1/24 dev up0
                link set up0 up
                route add default via 192.0.2.2
                """.formatted(world.pid()));
        world.getOutputStream().write("go\n".getBytes(UTF_8));
        world.getOutputStream().flush();
        assertThat(world.inputReader().readLine()).isEqualTo("ready");
        node = new TestNode("up0", CLOSED, Integer.parseInt(OPENED));
        node.start();
        // One after the other, so that it is known who has which address.
        node.apply(running("demo_a", 1));
        node.awaitState("demo_a", SliverState.RUNNING);
        node.apply(running("demo_a", 1), running("demo_b", 1));
        node.awaitState("demo_b", SliverState.RUNNING);
        assertThat(node.output("demo_a", "hostname", "-i")).isEqualTo(ADDRESS);
        assertThat(node.output("demo_b", "hostname", "-i")).isEqualTo(OTHER);
    }

    @AfterAll
    void takeAway() throws Exception {
        try (TestNode closing = node) {
            assertThat(closing).isNotNull();
        } finally {
            world.getOutputStream().close();
            if (!world.waitFor(10, TimeUnit.SECONDS)) {
                world.destroyForcibly();
            }
        }
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
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(spoofs()).isEqualTo(expected));
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

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(spoofs().packets()).isGreaterThan(before.packets()));
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
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> fromTheNode(OTHER, 7000).contains("from b"));

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
            for (String address : List.of(GATEWAY, "192.0.2.1")) {
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
        assertThat(node.output("demo_a", "nc", "-w", "5", CLOSED, OPENED)).isEqualTo("from the resolver");
        assertThat(node.output("demo_a", "nc", "-w", "5", "169.254.169.254", "80"))
                .contains("refused");
    }

    private static SliverPlan connected(String slice, PublishedPort... ports) {
        return running(slice, 1).with(new SliverNetwork("", List.of(ports), List.of()));
    }

    private static SliverPlan befriended(String slice, String... peers) {
        return running(slice, 1).with(new SliverNetwork("", List.of(), List.of(peers)));
    }

    /** From outside, from the node, from another sliver and from its own; and the sliver's processes live through all of it. */
    @Test
    void leadsFromAPublishedPortToTheSliverWhileItIsPublished() throws Exception {
        long init = node.initPid("demo_b");
        try (Execution web = node.exec("demo_b", "nc", "-ll", "-p", "80", "-e", "echo", "from b");
                Execution next = node.exec("demo_b", "nc", "-ll", "-p", "81", "-e", "echo", "from b's next")) {
            assertThat(node.output("demo_a", "nc", "-w", "2", "192.0.2.1", "20080"))
                    .contains("refused");

            node.apply(
                    running("demo_a", 1),
                    connected("demo_b", new PublishedPort(PublishedPort.Protocol.TCP, 20080, 80, 2)));

            for (String caller : List.of("demo_a", "demo_b")) {
                for (String address : List.of("192.0.2.1", GATEWAY)) {
                    await().atMost(Duration.ofSeconds(30))
                            .untilAsserted(() -> assertThat(node.output(caller, "nc", "-w", "5", address, "20080"))
                                    .isEqualTo("from b"));
                }
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> fromTheNode("192.0.2.1", 20081).contains("from b's next"));
            assertThat(fromTheWorld("192.0.2.1", 20080)).contains("from b");
            assertThat(fromTheWorld(OTHER, 80)).doesNotContain("from b");
            node.apply(running("demo_a", 1), running("demo_b", 1));

            assertThat(node.output("demo_a", "nc", "-w", "2", "192.0.2.1", "20080"))
                    .contains("refused");
            assertThat(fromTheWorld("192.0.2.1", 20080)).contains("refused");
        }
        assertThat(node.initPid("demo_b")).isEqualTo(init);
    }

    private static String fromTheNode(String address, int port) throws IOException {
        return COMMANDS.run(List.of("sh", "-c", "busybox nc -w 5 " + address + " " + port + " 2>&1 || true"));
    }

    private String fromTheWorld(String address, int port) throws IOException {
        return COMMANDS.run(List.of(
                "nsenter",
                "--target",
                Long.toString(world.pid()),
                "--net",
                "sh",
                "-c",
                "busybox nc -w 2 " + address + " " + port + " 2>&1 || true"));
    }

    @Test
    void cutsAConnectionOverAPortThatIsWithdrawn() throws Exception {
        node.apply(
                running("demo_a", 1), connected("demo_b", new PublishedPort(PublishedPort.Protocol.TCP, 20090, 90, 1)));
        try (Execution server =
                        node.exec("demo_b", "sh", "-c", "while :; do echo tick; sleep 0.1; done | nc -l -p 90");
                Execution client = node.exec(
                        "demo_a",
                        "sh",
                        "-c",
                        "read go; (while :; do echo tock; sleep 0.1; done) | nc " + GATEWAY + " 20090")) {
            node.output("demo_b", "sh", "-c", "until netstat -ltn | grep -q ':90 '; do :; done");
            client.stdin().write('\n');
            client.stdin().flush();
            assertThat(client.stdout().read()).isEqualTo('t');

            node.apply(running("demo_a", 1), running("demo_b", 1));

            // It ends, since what the client sends on is answered by a reset.
            assertThat(client.stdout().readAllBytes()).isNotNull();
            assertThat(client.await()).isNotEqualTo(Integer.MAX_VALUE);
        }
    }

    @Test
    void letsPeersReachEachOtherWhenBothAgree() throws Exception {
        try (Execution server = node.exec("demo_b", "nc", "-ll", "-p", "7100", "-e", "echo", "from a friend")) {
            node.apply(befriended("demo_a", "demo_b"), running("demo_b", 1));
            assertThat(node.output("demo_a", "nc", "-w", "2", OTHER, "7100")).contains("refused");

            node.apply(befriended("demo_a", "demo_b"), befriended("demo_b", "demo_a"));

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(node.output("demo_a", "nc", "-w", "2", OTHER, "7100"))
                            .isEqualTo("from a friend"));
            node.apply(running("demo_a", 1), running("demo_b", 1));
            assertThat(node.output("demo_a", "nc", "-w", "2", OTHER, "7100")).contains("refused");
        }
    }

    /** The third gets the address that was wanted, another is refused the one that is taken, with both names. */
    @Test
    void givesTheAddressThatIsWanted() throws Exception {
        SliverPlan third = running("demo_c", 1).with(new SliverNetwork("10.213.7.77", List.of(), List.of()));
        SliverPlan fourth = running("demo_d", 1).with(new SliverNetwork(OTHER, List.of(), List.of()));

        node.apply(running("demo_a", 1), running("demo_b", 1), third, fourth);

        node.awaitState("demo_c", SliverState.RUNNING);
        assertThat(node.output("demo_c", "ip", "-4", "addr", "show", "eth0")).contains("10.213.7.77");
        assertThat(node.output("demo_c", "nc", "-w", "5", WORLD, "7000")).isEqualTo("from the world");
        assertThat(node.awaitState("demo_d", SliverState.FAILED).reason())
                .contains("demo_d wants the address " + OTHER + ", which demo_b has");

        node.apply(
                running("demo_a", 1),
                running("demo_b", 1),
                running("demo_c", 1).with(new SliverNetwork("10.213.7.78", List.of(), List.of())));

        assertThat(node.awaitState("demo_c", SliverState.RUNNING).awaited())
                .isEqualTo(Awaited.of("from its next start: the address 10.213.7.78 (now 10.213.7.77)"));
        node.apply(running("demo_a", 1), running("demo_b", 1));
    }

    /** Asked by what the world has seen: the node's address. One life of the agent has written it down, another one tells. */
    @Test
    void knowsWhichSliceSentAPacket() throws Exception {
        FlowLog.Question question = new FlowLog.Question("192.0.2.1", 0, Instant.now(), Duration.ofMinutes(5));
        FlowLog.Sender sender = await().atMost(Duration.ofSeconds(30))
                .until(
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
                "192.0.2.1",
                Integer.parseInt(sender.seen().replaceAll(".*:", "")),
                sender.from(),
                Duration.ofSeconds(5));
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
        assertThat(node.output("demo_a", "nc", "-w", "5", CLOSED, OPENED)).isEqualTo("from the resolver");
    }
}

package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lamella.agent.TestNode.running;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.reconcile.SliverState;

@OnKernel
class ReapingTest {
    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");
    private static final Commands COMMANDS = new Commands(Posix.open(), "reaping-test");

    @Test
    void leavesNothingOfASliverThatIsInNoPlan() throws Exception {
        try (TestNode node = TestNode.started()) {
            HostTrace before = traceAfterALife(node);
            node.apply(running("demo_a", 1), running("demo_b", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.awaitState("demo_b", SliverState.RUNNING);

            node.apply();

            assertThat(HostTrace.of(node.home)).isEqualTo(before);
        }
    }

    @Test
    void leavesNothingButPlanDisksAndAddressesAfterATeardown() throws Exception {
        // A namespace begins with what the host has, which may forward for others.
        String forwarded = Files.readString(FORWARDING);
        TestNode node = new TestNode();
        HostTrace before = HostTrace.of(node.home);
        node.start();
        node.apply(running("demo_a", 1));
        node.awaitState("demo_a", SliverState.RUNNING);

        node.agent().teardown();

        HostTrace after = HostTrace.of(node.home);
        assertThat(after.cgroups()).isEmpty();
        assertThat(after.mounts()).isEmpty();
        assertThat(after.links()).isEqualTo(before.links());
        assertThat(after.processes()).isEmpty();
        assertThat(COMMANDS.run(List.of("nft", "list", "tables"))).doesNotContain("lamella");
        assertThat(Files.readString(FORWARDING)).isEqualTo(forwarded);
        assertThat(after.files()).contains("state/plan.json", "state/slivers/demo_a/1", "state/addresses.json");
        assertThat(node.home.resolve("run")).isEmptyDirectory();
        node.close();
    }

    @Test
    void removesALinkThatNoSliverHasAndTouchesNobodyElses() throws Exception {
        try (TestNode node = TestNode.started()) {
            COMMANDS.run(List.of("ip", "-batch", "-"), """
                    link add lm-0123456789a group 19533 type veth peer name stray0
                    link add lm-sensors type veth peer name other0
                    link add lm-abcdefghijk type veth peer name other1
                    """);

            node.restart();

            Set<String> links = HostTrace.of(node.home).links();
            assertThat(links).noneMatch(link -> link.startsWith("lm-0123456789a"));
            assertThat(links).anyMatch(link -> link.startsWith("lm-sensors@"));
            assertThat(links).anyMatch(link -> link.startsWith("lm-abcdefghijk@"));
            COMMANDS.run(List.of("ip", "-batch", "-"), "link del lm-sensors\nlink del lm-abcdefghijk\n");
        }
    }

    @Test
    void reapsPiecesThatBelongToNoPlanAndNoContext() throws Exception {
        try (TestNode node = TestNode.started()) {
            HostTrace before = traceAfterALife(node);
            Files.createDirectories(node.home.resolve("run/bundles/demo_left"));
            Files.createDirectories(node.home.resolve("run/rootfs/demo_left"));
            Files.createDirectories(node.home.resolve("state/slivers/demo_left/7/upper"));
            Files.createDirectories(Path.of("/sys/fs/cgroup/memory", node.config.cgroupParent(), "demo_left"));
            Path foreign = Files.createDirectories(
                    Path.of("/sys/fs/cgroup/memory", node.home.getFileName().toString(), "other"));

            node.apply();

            Files.delete(foreign);
            assertThat(HostTrace.of(node.home)).isEqualTo(before);
        }
    }

    /** What the first sliver of a node leaves is there for all that follow: the folders and groups that they are in. */
    private static HostTrace traceAfterALife(TestNode node) throws Exception {
        node.apply(running("demo_first", 1));
        node.awaitState("demo_first", SliverState.RUNNING);
        node.apply();
        return HostTrace.of(node.home);
    }
}

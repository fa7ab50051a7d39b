package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.spectator.SliverProcess;

@OnKernel
class SpectatorTest {
    @Test
    void seesAllProcessesOfAllSliversAndNoOthers() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(TestNode.running("demo_a", 1), TestNode.running("demo_b", 2));
            node.awaitState("demo_a", SliverState.RUNNING);
            node.awaitState("demo_b", SliverState.RUNNING);
            String loop = "trap '' TERM; i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; exec sleep 1111";
            try (Execution worker = node.exec("demo_a", "sh", "-c", loop);
                    Execution other = node.exec("demo_b", "sleep", "2222")) {
                assertThat(worker).isNotSameAs(other);
                SliverProcess sleeper = awaitCommand(node, "sleep 1111");
                assertThat(sleeper.slice()).isEqualTo("demo_a");
                assertThat(node.processes("demo_a")).contains(sleeper.pid());
                assertThat(sleeper.pidInside()).isBetween(2L, 100L);
                assertThat(sleeper.uidInside()).isZero();
                assertThat(sleeper.state()).isEqualTo('S');
                assertThat(sleeper.cpuTime()).isPositive();
                assertThat(sleeper.memoryBytes()).isBetween(4_096L, 64L << 20);
                assertThat(Duration.between(sleeper.started(), Instant.now()).abs())
                        .isLessThan(Duration.ofMinutes(2));

                List<SliverProcess> all = node.agent().spectator().processes(Optional.empty());
                assertThat(all).extracting(SliverProcess::slice).containsOnly("demo_a", "demo_b");
                assertThat(all).filteredOn(process -> process.pidInside() == 1).hasSize(2);
                List<SliverProcess> ofOne = node.agent().spectator().processes(Optional.of("demo_b"));
                assertThat(ofOne).extracting(SliverProcess::slice).containsOnly("demo_b");
                StringWriter list = new StringWriter();
                assertThat(Main.commandLine()
                                .setOut(new PrintWriter(list))
                                .execute("processes", "--cgroup", node.config.cgroupParent()))
                        .isZero();
                assertThat(list.toString().lines())
                        .anyMatch(line -> line.matches("demo_a +" + sleeper.pid() + " +\\d+ +root +S .*sleep 1111"))
                        .anyMatch(line -> line.startsWith("demo_b ") && line.endsWith(" sleep 2222"));
                assertThat(node.agent().spectator().processes(Optional.of("demo_none")))
                        .isEmpty();
            }
        }
    }

    /** Its command line and its name are the sliver's to choose, and are shown on terminals of people who may do more. */
    @Test
    void showsNothingThatATerminalObeys() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(TestNode.running("demo_a", 1));
            node.awaitState("demo_a", SliverState.RUNNING);
            String pause = "sleep 3333; :";
            try (Execution liar = node.exec("demo_a", "sh", "-c", pause, "a\u001b[2J\tb\u202ec");
                    Execution chatterer = node.exec("demo_a", "sh", "-c", pause, "y".repeat(5_000))) {
                assertThat(liar).isNotSameAs(chatterer);
                assertThat(awaitCommand(node, "sh -c sleep 3333; : a").command())
                        .isEqualTo("sh -c sleep 3333; : a\\x1b[2J\\x09b\\u202ec");
                assertThat(awaitCommand(node, "sh -c sleep 3333; : y").command())
                        .hasSize(200)
                        .endsWith("yyy…");
            }
        }
    }

    private static SliverProcess awaitCommand(TestNode node, String command) {
        return await().until(() -> find(node, command), Optional::isPresent).orElseThrow();
    }

    private static Optional<SliverProcess> find(TestNode node, String command) throws IOException {
        return node.agent().spectator().processes(Optional.empty()).stream()
                .filter(process -> process.command().startsWith(command))
                .findFirst();
    }
}

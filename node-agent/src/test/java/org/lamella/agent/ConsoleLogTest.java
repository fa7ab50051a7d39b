package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lamella.agent.console.Printed;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;

/** What slivers print is kept, and nobody waits for it or is harmed by it. */
@OnKernel
class ConsoleLogTest {
    private static final int ALL = 1 << 20;
    private static final long MOST_KEPT = 384 * 1024;

    private static SliverPlan printing(Goal goal, String script) {
        return SliverPlan.plain("demo_a", goal, TestNode.BUSYBOX.name(), 1, 1)
                .with(new SliverLife("#!/bin/sh\n" + script + "\n"));
    }

    @Test
    void keepsWhatWasPrintedAlsoWhenTheSliverOrTheAgentStops() throws Exception {
        String script = "echo ready; (sleep 1; echo from the background; exec sleep 1000) & echo bad >&2; exit 3";
        try (TestNode node = TestNode.started()) {
            node.apply(printing(Goal.RUNNING, script));
            awaitText(node, "from the background\n");
            String text = text(node);
            assertThat(text).matches("\\[lamella] started at \\S+\n(?s:.*)");
            assertThat(text).contains("ready\n", "bad\n", "the initscript ended with 3\n");

            long next = read(node, 0).next();
            assertThat(node.output("demo_a", "sh", "-c", "echo from a session >> /proc/1/fd/1"))
                    .isEmpty();
            assertThat(utf8(read(node, next))).isEqualTo("from a session\n");

            node.agent().close();
            long init = node.initPid("demo_a");
            Files.writeString(Path.of("/proc/" + init + "/fd/1"), "while nobody looked\n", StandardOpenOption.APPEND);
            node.start();
            assertThat(text(node)).isEqualTo(text + "from a session\nwhile nobody looked\n");

            node.apply(printing(Goal.STOPPED, script));
            node.awaitState("demo_a", SliverState.STOPPED);
            assertThat(text(node)).isEqualTo(text + "from a session\nwhile nobody looked\n");
            node.apply(printing(Goal.RUNNING, script));
            await().until(() -> text(node).split("\\[lamella] started", -1).length == 3);

            node.apply();
            assertThat(read(node, 0).bytes()).isEmpty();
            assertThat(node.home.resolve("state/consoles/demo_a")).doesNotExist();
        }
    }

    @Test
    void neitherFillsTheHostNorBlocksWhoPrintsMoreThanIsKept() throws Exception {
        String script = "i=0; while [ $i -lt 40000 ]; do echo \"line $i: the quick brown fox jumps over the lazy dog\";"
                + " i=$((i+1)); done; touch /done; sleep 3; echo the last line";
        try (TestNode node = TestNode.started()) {
            node.apply(printing(Goal.RUNNING, script));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> node.output("demo_a", "ls", "/done").equals("/done"));
            awaitText(node, "the last line\n");
            assertThat(size(node.home.resolve("state/consoles"))).isLessThan(MOST_KEPT);
            assertThat(size(node.home.resolve("run/consoles"))).isLessThan(MOST_KEPT);

            // Nobody takes it away: what has no room is lost, and who prints goes on.
            node.agent().close();
            long printed = Files.size(file(node));
            Path console = Path.of("/proc/" + node.initPid("demo_a") + "/fd/1");
            new ProcessBuilder("sh", "-c", "yes full | head -c 3000000 >> " + console)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            assertThat(Files.size(file(node)) - printed).isBetween(1L, 300_000L);
            node.start();
            awaitText(node, "full\n");
            Files.writeString(console, "there is room again\n", StandardOpenOption.APPEND);
            awaitText(node, "there is room again\n");
        }
    }

    /** What a sliver does to its own file harms only what it has to say. */
    @Test
    void goesOnWhereASliverHasEmptiedOrStretchedItsFile() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(printing(Goal.RUNNING, "echo one"));
            awaitText(node, "one\n");
            assertThat(node.output("demo_a", "sh", "-c", "echo two > /proc/1/fd/1"))
                    .isEmpty();
            awaitText(node, "two\n");
            assertThat(node.output("demo_a", "sh", "-c", "echo three >> /proc/1/fd/1"))
                    .isEmpty();
            awaitText(node, "one\ntwo\nthree\n");
            assertThat(node.output("demo_a", "truncate", "-s", "1000000000", "/proc/1/fd/1"))
                    .isEmpty();
            assertThat(node.output("demo_a", "sh", "-c", "echo four >> /proc/1/fd/1"))
                    .isEmpty();
            awaitText(node, "four\n");
            assertThat(size(node.home.resolve("state/consoles"))).isLessThan(MOST_KEPT);
        }
    }

    private static void awaitText(TestNode node, String end) {
        await().atMost(Duration.ofSeconds(60)).until(() -> text(node).endsWith(end));
    }

    private static String text(TestNode node) throws IOException {
        return utf8(read(node, 0));
    }

    private static String utf8(Printed printed) {
        return new String(printed.bytes(), StandardCharsets.UTF_8);
    }

    private static Printed read(TestNode node, long from) throws IOException {
        return node.agent().console().read("demo_a", from, ALL);
    }

    private static Path file(TestNode node) throws IOException {
        try (Stream<Path> files = Files.list(node.home.resolve("run/consoles/demo_a"))) {
            return files.findFirst().orElseThrow();
        }
    }

    /** What it takes on the disk, not how long it says it is. */
    private static long size(Path folder) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-sk", folder.toString()).start();
        String kibibytes = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        du.waitFor();
        return Long.parseLong(kibibytes.split("\\s", 2)[0]) * 1024;
    }
}

package org.lamella.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a sliver has changes while it runs: from the command to the kernel and back, and its processes notice nothing. */
@ExtendWith(SharedTestbed.class)
@Timeout(240)
final class ResizingTest {
    private static final String SLICE = "demo_resized";
    private static final String SLEEPER = "sleep 4721";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long MEBI = 1L << 20;

    private Testbed testbed;

    @BeforeEach
    void aSliverRuns(Testbed shared) {
        testbed = shared;
        testbed.lamella("slice", "create", SLICE, "--nodes", "node1", "--wait").success();
        testbed.lamella("exec", SLICE, "--", "sh", "-c", "setsid " + SLEEPER + " </dev/null >/dev/null 2>&1 &")
                .success();
        await().atMost(SOON).until(() -> HostProcess.inSlivers(testbed, SLEEPER).size() == 1);
    }

    @AfterEach
    void takeAway() {
        testbed.lamella("slice", "delete", SLICE, "--wait").success();
    }

    private void awaitInForce() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(resources().path("inForce").booleanValue())
                        .as(resources().path("waitsFor").asString(""))
                        .isTrue());
    }

    private JsonNode resources() {
        return JsonMapper.shared()
                .readTree(testbed.lamella("sliver", "resources", SLICE, "node1", "-o", "json")
                        .success());
    }

    @Test
    void comesIntoForceInTheKernelWithoutAProcessBeingTouched() {
        HostProcess sleeper = HostProcess.inSliver(testbed, SLEEPER);
        HostProcess init = init(sleeper);

        testbed.lamella("limits", "set", SLICE, "processes=501", "memoryBytes=" + 256 * MEBI)
                .success();
        testbed.lamella("shares", "set", SLICE, "cpuShare=3", "networkCeilingBits=17000000")
                .success();
        testbed.lamella("reservation", "set", SLICE, "node1", "--cpu", "10").success();
        awaitInForce();

        assertThat(group(sleeper, "pids", "pids.max")).isEqualTo("501");
        assertThat(group(sleeper, "memory", isV2(sleeper) ? "memory.max" : "memory.limit_in_bytes"))
                .isEqualTo(Long.toString(256 * MEBI));
        // Classes are brought beside the rest.
        await().atMost(SOON).untilAsserted(() -> assertThat(classes()).contains(" ceil 17Mbit "));
        JsonNode applied = resources().path("applied");
        assertThat(applied.path("cpuShare").asInt()).isEqualTo(3);
        assertThat(applied.path("cpuPercent").asInt()).isEqualTo(10);
        assertThat(applied.path("processes").asInt()).isEqualTo(501);

        assertThat(HostProcess.inSliver(testbed, SLEEPER)).isEqualTo(sleeper);
        assertThat(init(sleeper)).as("its process 1").isEqualTo(init);
    }

    /** Where the kernel does not let the agent grow a disk in use, it is not called applied before the sliver has it. */
    @Test
    void callsALargerDiskAppliedWhenItIsThere() {
        long before = resources().path("applied").path("diskBytes").asLong();
        String inodes = resources().path("applied").path("diskInodes").asString();
        long larger = before + 256 * MEBI;

        testbed.lamella("disk", "set", SLICE, "--bytes", Long.toString(larger), "--inodes", inodes)
                .success();

        await().atMost(SOON)
                .until(() -> resources().path("inForce").booleanValue()
                        || resources().path("waitsFor").asString("").startsWith("its disk grows from " + before));
        JsonNode seen = resources();
        if (!seen.path("inForce").booleanValue()) {
            assertThat(seen.path("asked").path("diskBytes").asLong()).isEqualTo(larger);
            assertThat(seen.path("applied").path("diskBytes").asLong()).isEqualTo(before);
            assertThat(kibibytes()).isLessThan(before / 1024);
            testbed.lamella("sliver", "restart", SLICE, "node1").success();
            awaitInForce();
        }
        assertThat(resources().path("applied").path("diskBytes").asLong()).isEqualTo(larger);
        assertThat(kibibytes()).isBetween(larger / 1024 * 9 / 10, larger / 1024);
    }

    private long kibibytes() {
        return Long.parseLong(testbed.lamella("exec", SLICE, "--", "sh", "-c", "df -k / | tail -n 1 | awk '{print $2}'")
                .success()
                .strip());
    }

    /** Process 1 of the same sliver. */
    private static HostProcess init(HostProcess one) {
        List<HostProcess> all = HostProcess.all().stream()
                .filter(each -> each.cgroups().equals(one.cgroups()))
                .filter(each -> insidePid(each) == 1)
                .toList();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static long insidePid(HostProcess process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("NSpid:"))
                    .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    private static boolean isV2(HostProcess process) {
        return process.cgroups().lines().noneMatch(line -> line.contains(":memory:"));
    }

    private static String group(HostProcess process, String controller, String file) {
        String line = process.cgroups()
                .lines()
                .filter(each -> isV2(process)
                        ? each.startsWith("0::")
                        : Arrays.asList(each.split(":", 3)[1].split(",", -1)).contains(controller))
                .findFirst()
                .orElseThrow();
        Path root = isV2(process) ? Path.of("/sys/fs/cgroup") : Path.of("/sys/fs/cgroup", controller);
        try {
            return Files.readString(
                            root.resolve(line.split(":", 3)[2].substring(1)).resolve(file))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String classes() {
        return Command.run(
                        "nsenter",
                        "--target",
                        Long.toString(testbed.pid("node1")),
                        "--net",
                        "tc",
                        "class",
                        "show",
                        "dev",
                        "eth0")
                .success();
    }
}

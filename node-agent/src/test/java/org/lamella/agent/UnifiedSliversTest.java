package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;

/** Ten slivers of one Debian image, and one of an image that has the same files and more. */
@OnKernel
class UnifiedSliversTest {
    private static final Commands COMMANDS = new Commands(Posix.open(), "unified-slivers-test");
    private static final Duration BUILD_PATIENCE = Duration.ofMinutes(2);
    private static final int SLIVERS = 10;
    private static final int BIG_BYTES = 32 << 20;
    private static final String BIG = "/usr/share/big";
    private static final List<String> SLICES =
            IntStream.range(0, SLIVERS).mapToObj(i -> "demo_s" + i).toList();

    private static SliverPlan on(String slice, ImagePlan image) {
        return SliverPlan.plain(slice, Goal.RUNNING, image.name(), 1, 1);
    }

    private static void add(Path tar, Path root, String name, byte[] contents) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, contents);
        COMMANDS.run(List.of("tar", "--append", "--file=" + tar, "--directory=" + root, name));
    }

    /** What is on the disk, in bytes, a file of several names once. */
    private static long disk(Path... folders) throws IOException {
        List<String> du = new ArrayList<>(List.of("du", "--summarize", "--total", "--block-size=1"));
        for (Path folder : folders) {
            du.add(folder.toString());
        }
        String[] lines = COMMANDS.run(du).strip().split("\n", -1);
        return Long.parseLong(lines[lines.length - 1].split("\t", -1)[0]);
    }

    /** Page cache that the kernel has charged to a sliver, in bytes. */
    private static long cached(TestNode node, String slice) throws IOException {
        String stat = new Cgroups(Mounts.all(), node.config.cgroupParent()).read(slice, "memory", "memory.stat");
        return stat.lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words[0].equals("total_cache") || words[0].equals("file"))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst()
                .orElseThrow();
    }

    private static long cachedInAll(TestNode node, List<String> slices) throws IOException {
        long sum = 0;
        for (String slice : slices) {
            sum += cached(node, slice);
        }
        return sum;
    }

    /** An image of a hundred megabytes comes first. */
    private static SliverStatus awaitRunning(TestNode node, String slice) {
        return await().atMost(BUILD_PATIENCE)
                .until(
                        () -> node.agent().board().status().slivers().get(slice),
                        seen -> seen.state() == SliverState.RUNNING);
    }

    @Test
    @Timeout(300)
    void takeTheDiskAndThePageCacheOfOne() throws Exception {
        try (TestNode node = TestNode.started()) {
            Path tar = node.home.resolve("debian.tar");
            ImagePlan debian = HostDebian.writtenTo(tar);
            byte[] big = new byte[BIG_BYTES];
            new Random(1).nextBytes(big);
            add(tar, node.home.resolve("add"), BIG.substring(1), big);
            Path tarOfMore = Files.copy(tar, node.home.resolve("more.tar"));
            add(tarOfMore, node.home.resolve("add"), "usr/share/more", new byte[] {1});
            ImagePlan more = new ImagePlan("host-debian-more", ImageKind.TAR, tarOfMore.toString());

            node.apply(List.of(on(SLICES.getFirst(), debian)), List.of(debian));
            String digest = awaitRunning(node, SLICES.getFirst()).imageDigest();
            Path image = TestNode.IMAGES.resolve("sha256").resolve(digest.substring("sha256:".length()));
            Path slivers = node.home.resolve("state/slivers");
            long diskOfOne = disk(image, slivers);

            List<SliverPlan> all = new ArrayList<>(
                    SLICES.stream().map(slice -> on(slice, debian)).toList());
            all.add(on("demo_more", more));
            node.apply(all, List.of(debian, more));
            for (SliverPlan sliver : all) {
                awaitRunning(node, sliver.slice());
            }
            String digestOfMore = awaitRunning(node, "demo_more").imageDigest();
            Path imageOfMore = TestNode.IMAGES.resolve("sha256").resolve(digestOfMore.substring("sha256:".length()));

            // Both images and all eleven slivers; folders and links are what each image has of its own.
            assertThat(node.output("demo_s3", "/usr/bin/dpkg", "--print-architecture"))
                    .isNotEmpty();
            assertThat(disk(image, slivers)).isLessThanOrEqualTo(diskOfOne * 105 / 100);
            assertThat(disk(image, imageOfMore, slivers)).isLessThanOrEqualTo(diskOfOne * 110 / 100);

            readsAreCachedOnce(node, image);
            writesStayInTheSliver(node, image, imageOfMore);
        }
    }

    private static void readsAreCachedOnce(TestNode node, Path image) throws Exception {
        COMMANDS.run(List.of("dd", "if=" + image.resolve("rootfs" + BIG), "iflag=nocache", "count=0", "status=none"));
        List<String> slices = new ArrayList<>(SLICES);
        slices.add("demo_more");
        for (String slice : slices) {
            node.output(slice, "/bin/true");
        }
        long before = cachedInAll(node, slices);

        for (String slice : slices) {
            assertThat(node.output(slice, "/usr/bin/cksum", BIG)).contains(" " + BIG_BYTES + " ");
        }

        // One copy, and the few pages of the programs that read it.
        assertThat(cachedInAll(node, slices) - before).isBetween(BIG_BYTES * 9L / 10, BIG_BYTES * 3L / 2);
    }

    private static void writesStayInTheSliver(TestNode node, Path image, Path imageOfMore) throws Exception {
        String was = Files.readString(image.resolve("rootfs/etc/debian_version"));

        node.output("demo_s0", "/bin/sh", "-c", "echo changed >/etc/debian_version; chmod 600 " + BIG);

        assertThat(node.output("demo_s0", "/bin/cat", "/etc/debian_version")).isEqualTo("changed");
        assertThat(node.output("demo_s1", "/bin/cat", "/etc/debian_version")).isEqualTo(was.strip());
        assertThat(node.output("demo_more", "/bin/cat", "/etc/debian_version")).isEqualTo(was.strip());
        assertThat(node.output("demo_more", "/usr/bin/stat", "-c", "%a", BIG)).isEqualTo("644");
        assertThat(image.resolve("rootfs/etc/debian_version")).hasContent(was);
        assertThat(imageOfMore.resolve("rootfs/etc/debian_version")).hasContent(was);
    }
}

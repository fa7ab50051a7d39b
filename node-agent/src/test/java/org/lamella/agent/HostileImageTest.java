package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;

/** An image may hold what it likes: where the node puts or reads something, it leads nowhere but into the sliver. */
@OnKernel
class HostileImageTest {
    /** Busybox, and symbolic links of the given names to the given places. */
    private static ImagePlan image(TestNode node, String name, Map<String, String> links) throws IOException {
        Path tar = node.home.resolve(name + ".tar");
        try (OutputStream out = Files.newOutputStream(tar);
                TarArchiveOutputStream archive = new TarArchiveOutputStream(out, "UTF-8")) {
            Map<String, String> all = new TreeMap<>(links);
            all.put("bin/sh", "/bin/busybox");
            all.put("bin/cat", "/bin/busybox");
            all.put("bin/mkdir", "/bin/busybox");
            all.put("bin/sleep", "/bin/busybox");
            archive.putArchiveEntry(new TarArchiveEntry("tmp/"));
            archive.closeArchiveEntry();
            byte[] busybox = Files.readAllBytes(Path.of("/bin/busybox"));
            TarArchiveEntry program = new TarArchiveEntry("bin/busybox");
            program.setMode(0755);
            program.setSize(busybox.length);
            archive.putArchiveEntry(program);
            archive.write(busybox);
            archive.closeArchiveEntry();
            for (Map.Entry<String, String> link : all.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(link.getKey(), TarConstants.LF_SYMLINK);
                entry.setLinkName(link.getValue());
                archive.putArchiveEntry(entry);
                archive.closeArchiveEntry();
            }
        }
        return new ImagePlan(name, ImageKind.TAR, tar.toString());
    }

    private static SliverPlan sliver(String slice, ImagePlan image) {
        return SliverPlan.plain(slice, Goal.RUNNING, image.name(), 1, 1)
                .with(new SliverLife("#!/bin/sh\necho started\n"));
    }

    @Test
    void cannotChooseWhereTheNodePutsItsOwnFolders() throws Exception {
        try (TestNode node = TestNode.started()) {
            Path target = Files.createDirectory(node.home.resolve("target"));
            for (String place : List.of("dev", "proc", "sys")) {
                ImagePlan image = image(node, "linked-" + place, Map.of(place, target.toString()));
                node.apply(List.of(sliver("demo_" + place, image)), List.of(image));
                assertThat(node.awaitState("demo_" + place, SliverState.FAILED).reason())
                        .contains("linked-" + place, "/" + place);
            }
            assertThat(target).isEmptyDirectory();
            node.apply();
        }
    }

    @Test
    void cannotMakeTheNodeWriteOutside() throws Exception {
        try (TestNode node = TestNode.started()) {
            Path target = Files.createDirectory(node.home.resolve("target"));
            String outside = "../../../../../../../../../.." + target;
            ImagePlan image = image(
                    node,
                    "linked",
                    Map.of("etc", outside, "var", outside, "dev-not", "/dev", "root", target.toString()));
            node.apply(List.of(sliver("demo_a", image)), List.of(image));
            node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(node.output("demo_a", "cat", "/etc/hostname")).isEqualTo("demo-a");
            assertThat(target).isEmptyDirectory();

            ImagePlan files = image(
                    node,
                    "linked-files",
                    Map.of(
                            "etc/resolv.conf",
                            outside + "/resolv.conf",
                            "var/log",
                            outside,
                            "etc/hosts",
                            target + "/hosts"));
            node.apply(List.of(sliver("demo_b", files)), List.of(files));
            node.awaitState("demo_b", SliverState.RUNNING);
            assertThat(node.output("demo_b", "cat", "/etc/hosts")).contains("demo-b");
            assertThat(target).isEmptyDirectory();
            node.apply();
        }
    }
}

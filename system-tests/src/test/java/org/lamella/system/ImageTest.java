package org.lamella.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The way of an image: from a file on somebody's disk to what a sliver is made of, and out again. */
@ExtendWith(SharedTestbed.class)
@Timeout(240)
final class ImageTest {
    @TempDir
    private Path folder;

    /** A tar of a shell and a file that says so. */
    private Path archive(String motto) throws IOException {
        var root = Files.createDirectories(folder.resolve(motto));
        var bin = Files.createDirectories(root.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (var applet : new String[] {"sh", "cat", "sleep"}) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        for (var empty : new String[] {"dev", "proc", "sys", "etc", "tmp", "root", "var"}) {
            Files.createDirectories(root.resolve(empty));
        }
        Files.writeString(root.resolve("motto"), motto);
        var tar = folder.resolve(motto + ".tar.gz");
        Command.run("tar", "-czf", tar.toString(), "--owner=0", "--group=0", "-C", root.toString(), ".")
                .success();
        return tar;
    }

    @Test
    void runsSliversOnWhatSomebodyHasBrought(Testbed testbed) throws IOException {
        testbed.lamella("image", "add", "brought", "--file", archive("first").toString())
                .success();
        testbed.lamella("slice", "create", "demo_brought", "--image", "brought", "--nodes", "1", "--wait")
                .success();
        assertThat(testbed.lamella("exec", "demo_brought", "--", "cat", "/motto")
                        .success())
                .isEqualTo("first");

        assertThat(testbed.lamella("image", "delete", "brought").err()).contains("in use by 1 slice: demo_brought");
        testbed.lamella(
                        "image",
                        "replace",
                        "brought",
                        "--file",
                        archive("second").toString())
                .success();
        testbed.lamella("slice", "create", "demo_newer", "--image", "brought", "--nodes", "1", "--wait")
                .success();
        assertThat(testbed.lamella("exec", "demo_newer", "--", "cat", "/motto").success())
                .isEqualTo("second");
        assertThat(testbed.lamella("exec", "demo_brought", "--", "cat", "/motto")
                        .success())
                .isEqualTo("first");
        // Both hold the same shell, and the node says what that saves.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                testbed.lamella("image", "show", "brought").success())
                        .containsPattern("nodes +1"));

        testbed.lamella("slice", "delete", "demo_brought", "--wait").success();
        testbed.lamella("slice", "delete", "demo_newer", "--wait").success();
        testbed.lamella("image", "delete", "brought").success();
    }
}

package org.lamella.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lamella.agent.TestNode;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;

/** An agent is killed while it unifies an image; the images that were there are what they were, and the next agent goes on. */
@ExtendWith(AsRoot.class)
class KilledWhileUnifyingTest {
    private static final int FILES = 1000;
    private static final int SHARED = FILES / 2;

    // In memory: what is shown has to do with kills, not with power cuts, and flushing a disk that others write to
    // takes its time.
    private Path folder;

    @BeforeEach
    void begin() throws IOException {
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "lamella-test-");
    }

    @AfterEach
    void takeAway() {
        TestNode.deleteTree(folder);
    }

    private ImageStore store() throws IOException {
        return store(folder);
    }

    private static ImageStore store(Path folder) throws IOException {
        Posix posix = Posix.open();
        return new ImageStore(folder.resolve("images"), posix, new Commands(posix, folder.toString()), Downloads.USUAL);
    }

    private static ImagePlan plan(Path folder, String name) {
        return new ImagePlan(name, ImageKind.TAR, folder.resolve(name + ".tar").toString());
    }

    private static String contents(String image, int file) {
        return (file < SHARED ? "shared " : image + " ") + file + "\n";
    }

    private void write(String name) throws IOException {
        TarBuilder tar = new TarBuilder().folder("f", 0755);
        for (int i = 0; i < FILES; i++) {
            tar.file("f/" + i, 0644, contents(name, i));
        }
        Files.write(folder.resolve(name + ".tar"), tar.bytes());
    }

    private long stored() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("images/files"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static void assertWhole(Image image) throws IOException {
        for (int i = 0; i < FILES; i++) {
            String contents = Files.readString(image.rootfs().resolve("f/" + i));
            assertThat(contents).isEqualTo(contents(image.name(), i));
        }
    }

    @Test
    @Timeout(300)
    void leavesOtherImagesAsTheyWereAndNothingBehind() throws Exception {
        write("first");
        write("second");
        Image first = store().build(plan(folder, "first"), percent -> {});
        assertThat(stored()).isEqualTo(FILES);
        for (int more : new int[] {1, SHARED / 2}) {
            Process agent = agent();
            await().pollInterval(Duration.ofMillis(5)).until(() -> stored() >= FILES + more || !agent.isAlive());
            agent.destroyForcibly().waitFor();

            ImageStore next = store();
            next.clearStaging();
            assertThat(folder.resolve("images/staging")).isEmptyDirectory();
            assertWhole(first);
            if (next.find(plan(folder, "second")).isEmpty()) {
                next.sweep();
                assertThat(stored()).isEqualTo(FILES);
            }
        }

        Image second = store().build(plan(folder, "second"), percent -> {});

        assertWhole(second);
        assertWhole(first);
        assertThat(store().held().files()).isEqualTo(FILES + SHARED);
        store().use(folder, Set.of(second.digest()));
        store().collect(Instant.now().plus(Duration.ofDays(1)));
        store().sweep();
        assertWhole(second);
        assertThat(stored()).isEqualTo(FILES);
    }

    private Process agent() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Agent.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
    }

    /** The agent that is killed. */
    static final class Agent {
        private Agent() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            store(folder).build(plan(folder, "second"), percent -> {});
        }
    }
}

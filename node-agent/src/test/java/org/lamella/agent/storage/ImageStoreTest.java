package org.lamella.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;

@ExtendWith(AsRoot.class)
class ImageStoreTest {
    private static final ImagePlan BUSYBOX = new ImagePlan("busybox", ImageKind.BUSYBOX, "");

    @TempDir
    Path folder;

    private Path images;
    private ImageStore store;

    @BeforeEach
    void open() throws IOException {
        images = folder.resolve("images");
        store = store();
    }

    private ImageStore store() throws IOException {
        Posix posix = Posix.open();
        return new ImageStore(images, posix, new Commands(posix, folder.toString()), Downloads.USUAL);
    }

    private ImagePlan tar(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name + ".tar");
        Files.write(file, bytes);
        return new ImagePlan(name, ImageKind.TAR, file.toString());
    }

    private static byte[] small() {
        return new TarBuilder().folder("bin", 0755).file("bin/x", 0755, "x").bytes();
    }

    @Test
    void buildsABusyboxWithItsCommands() throws IOException {
        Image image = store.build(BUSYBOX, percent -> {});

        assertThat(image.rootfs().resolve("bin/busybox")).isExecutable();
        assertThat(image.rootfs().resolve("bin/ls")).isSymbolicLink();
        assertThat(image.rootfs().resolve("etc/passwd")).content().contains("root:x:0:0");
        assertThat(store.find(BUSYBOX)).contains(image);
        assertThat(store.find("busybox", image.digest())).contains(image);
    }

    @Test
    void buildsOnceAndFindsItInALaterLife() throws IOException {
        Image first = store.build(tar("small", small()), percent -> {});
        Object made = Files.getAttribute(first.rootfs(), "unix:ctime");

        Image second = store().build(tar("small", small()), percent -> {});

        assertThat(second).isEqualTo(first);
        assertThat(Files.getAttribute(second.rootfs(), "unix:ctime")).isEqualTo(made);
    }

    @Test
    void keepsOneCopyOfWhatIsTheSameUnderTwoNames() throws IOException {
        Image one = store.build(tar("one", small()), percent -> {});
        Image two = store.build(tar("two", small()), percent -> {});

        assertThat(two.rootfs()).isEqualTo(one.rootfs());
    }

    @Test
    void buildsAnewWhenTheArchiveHasChanged() throws IOException {
        Image before = store.build(tar("small", small()), percent -> {});
        ImagePlan changed = tar(
                "small",
                new TarBuilder()
                        .folder("sbin", 0755)
                        .file("sbin/longer", 0755, "xyz")
                        .bytes());

        assertThat(store.find(changed)).isEmpty();
        assertThat(store.build(changed, percent -> {}).digest()).isNotEqualTo(before.digest());
        assertThat(store.find("small", before.digest())).isPresent();
    }

    @Test
    void unpacksACompressedArchiveAndTellsHowFarItIs() throws IOException {
        Path file = folder.resolve("packed.tar.gz");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
            packed.write(small());
        }
        List<Integer> progress = new ArrayList<>();

        Image image = store.build(new ImagePlan("packed", ImageKind.TAR, file.toString()), progress::add);

        assertThat(image.rootfs().resolve("bin/x")).hasContent("x");
        assertThat(progress).isNotEmpty().isSorted().last().isEqualTo(100);
    }

    @Test
    void saysWhichImageDoesNotUnpackAndWhy() throws IOException {
        ImagePlan bad = tar("foo", new TarBuilder().file("../x", 0644, "x").bytes());

        assertThatThrownBy(() -> store.build(bad, percent -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("image foo does not unpack: '../x' leads out of the image");
        assertThat(images.resolve("staging")).isEmptyDirectory();
        assertThat(store.find(bad)).isEmpty();
    }

    @Test
    void saysWhichFileIsNotThere() {
        assertThatThrownBy(() -> store.build(new ImagePlan("foo", ImageKind.TAR, "/no/such.tar"), percent -> {}))
                .hasMessage("image foo cannot be built: there is no file /no/such.tar");
        assertThatThrownBy(() -> store.build(new ImagePlan("../foo", ImageKind.BUSYBOX, ""), percent -> {}))
                .hasMessageContaining("'../foo'");
        assertThatThrownBy(() -> store.build(new ImagePlan("deb", ImageKind.DEBOOTSTRAP, "--help"), percent -> {}))
                .hasMessageContaining("'--help'");
    }

    @Test
    void clearsWhatAKilledBuildLeftBehindButNotWhatIsBeingBuilt() throws Exception {
        Path left = Files.createDirectories(images.resolve("staging/left-1/x"));
        Path busy = Files.createDirectories(images.resolve("staging/busy-1/x"));
        Process other = holdLock(images.resolve("locks/busy-1"));
        try {
            store.clearStaging();

            assertThat(left).doesNotExist();
            assertThat(busy).exists();
        } finally {
            other.destroyForcibly().waitFor();
        }
        store.clearStaging();
        assertThat(busy).doesNotExist();
    }

    @Test
    void waitsForAnotherProcessThatBuildsTheSame() throws Exception {
        ImagePlan plan = tar("small", small());
        Image built = store.build(plan, percent -> {});
        String key = images.resolve("names").toFile().list()[0];
        Files.delete(images.resolve("names").resolve(key));
        Process other = holdLock(images.resolve("locks").resolve(key));
        Thread builder = Thread.ofPlatform().start(() -> {
            try {
                store.build(plan, percent -> {});
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> builder.getState() == Thread.State.RUNNABLE && builder.isAlive());
        assertThat(store.find(plan)).isEmpty();

        other.destroyForcibly().waitFor();

        assertThat(builder.join(Duration.ofSeconds(10))).isTrue();
        assertThat(store.find(plan)).contains(built);
    }

    /** Another process that locks a file as a store does, until it is killed. */
    private static Process holdLock(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LockHolder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("locked");
        return process;
    }

    /** The other process. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] arguments) throws Exception {
            try (FileChannel channel = FileChannel.open(
                            Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                System.out.println("locked");
                System.in.read();
            }
        }
    }

    @Test
    void buildsBesideWhoeverAsksAndWakesThemWhenItIsDone() throws IOException {
        ImagePlan plan = tar("small", small());
        ImageBuilds builds = new ImageBuilds(store, Clock.systemUTC(), () -> {});

        assertThat(builds.ensure(plan)).isInstanceOf(Availability.Building.class);

        await().until(() -> builds.ensure(plan) instanceof Availability.Ready);
    }

    @Test
    void doesNotBuildABadImageOverAndOver() throws IOException {
        ImagePlan bad = tar("foo", new TarBuilder().file("../x", 0644, "x").bytes());
        ImageBuilds builds = new ImageBuilds(store, Clock.systemUTC(), () -> {});
        builds.ensure(bad);

        await().until(() -> builds.ensure(bad) instanceof Availability.Failed);

        Files.write(
                Path.of(bad.source()), new TarBuilder().file("../y", 0644, "x").bytes());
        assertThat(builds.ensure(bad))
                .isEqualTo(new Availability.Failed("image foo does not unpack: '../x' leads out of the image"));
    }
}

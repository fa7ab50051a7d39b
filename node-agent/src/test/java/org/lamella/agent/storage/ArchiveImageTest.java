package org.lamella.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lamella.agent.TestNode;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.Sha256;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;

/** Images of archives that the control plane keeps. */
@ExtendWith(AsRoot.class)
class ArchiveImageTest {
    private static final String LARGE = "0123456789abcdef".repeat(20_000);

    private Path folder;
    private ImageStore store;
    private final ControlPlane controlPlane = new ControlPlane();

    @BeforeEach
    void begin() throws IOException {
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "lamella-test-");
        Posix posix = Posix.open();
        store = new ImageStore(
                folder.resolve("images"), posix, new Commands(posix, folder.toString()), Downloads.USUAL);
        store.fetchFrom(controlPlane);
    }

    @AfterEach
    void takeAway() {
        TestNode.deleteTree(folder);
    }

    /** Sends an archive in pieces, as often as it is asked, and breaks off where it is told to. */
    private static final class ControlPlane implements ArchiveFetcher {
        private static final int PIECE = 10_000;

        private byte[] archive = new byte[0];
        private int breaksAt = Integer.MAX_VALUE;
        private boolean breaksAlways;
        private final List<Long> offsets = new ArrayList<>();

        @Override
        public void fetch(String digest, long offset, Taker taker) throws IOException {
            offsets.add(offset);
            if (archive.length == 0) {
                throw new ArchiveGone("the control plane does not have archive " + digest);
            }
            taker.total(archive.length);
            int at = (int) offset;
            while (at < archive.length) {
                if (at >= breaksAt) {
                    breaksAt = breaksAlways ? breaksAt : Integer.MAX_VALUE;
                    throw new IOException("broke off");
                }
                int length = Math.min(PIECE, archive.length - at);
                taker.take(ByteBuffer.wrap(archive, at, length));
                at += length;
            }
        }
    }

    private static String digest(byte[] bytes) {
        return "sha256:" + HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }

    private ImagePlan plan(byte[] archive) {
        controlPlane.archive = archive;
        return new ImagePlan("mine", ImageKind.ARCHIVE, digest(archive));
    }

    private static byte[] large() {
        return new TarBuilder().folder("bin", 0755).file("bin/x", 0755, LARGE).bytes();
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    @Test
    void goesOnWhereTheStreamBrokeAndFetchesOnce() throws IOException {
        ImagePlan plan = plan(large());
        controlPlane.breaksAt = 100_000;
        List<Integer> progress = new ArrayList<>();

        Image image = store.build(plan, progress::add);
        Image again = store.build(plan, progress::add);

        assertThat(image.rootfs().resolve("bin/x")).hasContent(LARGE);
        assertThat(again).isEqualTo(image);
        assertThat(controlPlane.offsets).containsExactly(0L, 100_000L);
        assertThat(progress).isSorted().contains(60).last().isEqualTo(100);
        assertThat(folder.resolve("images/archives").resolve(plan.source().substring(7)))
                .doesNotExist();
        assertThat(store.images()).singleElement().satisfies(held -> {
            assertThat(held.source()).isEqualTo(plan.source());
            assertThat(held.contents()).isEqualTo(new ImageContents(1, LARGE.length()));
        });
    }

    @Test
    void fetchesOnceWhatTwoNamesLeadTo() throws IOException {
        ImagePlan plan = plan(large());
        Image image = store.build(plan, percent -> {});

        Image other = store.build(new ImagePlan("other", ImageKind.ARCHIVE, plan.source()), percent -> {});

        assertThat(other.rootfs()).isEqualTo(image.rootfs());
        assertThat(controlPlane.offsets).containsExactly(0L);
        assertThat(store.images()).extracting(HeldImage::name).containsExactly("mine", "other");
    }

    @Test
    void goesOnInALaterLifeOfTheAgent() throws IOException {
        ImagePlan plan = plan(large());
        Path begun = folder.resolve("images/archives").resolve(plan.source().substring(7));
        Files.write(begun, Arrays.copyOf(controlPlane.archive, 50_000));

        Image image = store.build(plan, percent -> {});

        assertThat(image.rootfs().resolve("bin/x")).hasContent(LARGE);
        assertThat(controlPlane.offsets).containsExactly(50_000L);
    }

    @Test
    void refusesWhatCameDamagedAndFetchesItAnew() throws IOException {
        ImagePlan plan = plan(large());
        byte[] damaged = large();
        damaged[2000]++;
        controlPlane.archive = damaged;

        assertThatThrownBy(() -> store.build(plan, percent -> {}))
                .hasMessageStartingWith("image mine does not unpack: its archive came damaged: ")
                .hasMessageContaining(digest(damaged))
                .hasMessageContaining(plan.source());
        assertThat(store.find(plan)).isEmpty();

        plan(large());
        assertThat(store.build(plan, percent -> {}).rootfs().resolve("bin/x")).hasContent(LARGE);
        assertThat(controlPlane.offsets).containsExactly(0L, 0L);
    }

    @Test
    void doesNotFetchAgainWhatItCouldMakeNothingOf() throws IOException {
        byte[] leading = new TarBuilder().file("../x", 0644, "x").bytes();
        ImagePlan plan = plan(leading);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> store.build(plan, percent -> {}))
                    .hasMessageContaining("'../x' leads out of the image");
        }

        assertThat(controlPlane.offsets).containsExactly(0L, (long) leading.length);
    }

    @Test
    void saysThatAnArchiveIsGoneOrNoDigest() {
        ImagePlan plan = new ImagePlan("mine", ImageKind.ARCHIVE, digest(new byte[1]));

        assertThatThrownBy(() -> store.build(plan, percent -> {}))
                .hasMessageContaining("image mine")
                .hasMessageContaining("does not have archive " + plan.source());
        assertThat(controlPlane.offsets).hasSize(1);
        assertThatThrownBy(() -> store.build(new ImagePlan("mine", ImageKind.ARCHIVE, "../x"), percent -> {}))
                .hasMessageContaining("'../x' is no digest");
    }

    /** An archive of a folder in OCI layout. */
    private static byte[] oci(String architecture, byte[]... layers) {
        TarBuilder tar = new TarBuilder().folder("blobs", 0755).folder("blobs/sha256", 0755);
        tar.file("oci-layout", 0644, "{\"imageLayoutVersion\": \"1.0.0\"}");
        StringBuilder descriptors = new StringBuilder();
        for (byte[] layer : layers) {
            tar.file(blob(layer), 0644, layer);
            descriptors.append(descriptors.isEmpty() ? "" : ", ").append("""
                    {"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": "%s", "size": %d}""".formatted(digest(layer), layer.length));
        }
        byte[] manifest =
                ("{\"schemaVersion\": 2, \"layers\": [" + descriptors + "]}").getBytes(StandardCharsets.UTF_8);
        tar.file(blob(manifest), 0644, manifest);
        tar.file("index.json", 0644, """
                {"schemaVersion": 2, "manifests": [
                  {"digest": "sha256:%s", "platform": {"architecture": "s390x"}},
                  {"digest": "%s", "platform": {"architecture": "%s"}}]}""".formatted("0".repeat(64), digest(manifest), architecture));
        return tar.bytes();
    }

    private static String blob(byte[] bytes) {
        return "blobs/sha256/" + digest(bytes).substring(7);
    }

    private static String machine() {
        return System.getProperty("os.arch").replace("aarch64", "arm64");
    }

    @Test
    void laysTheLayersOfAnOciImageOverOneAnother() throws IOException {
        byte[] base = zipped(new TarBuilder()
                .folder("etc", 0755)
                .file("etc/kept", 0644, "kept")
                .file("etc/hidden", 0644, "hidden")
                .file("etc/changed", 0644, "before")
                .folder("var", 0755)
                .folder("var/old", 0755)
                .file("var/old/x", 0644, "x")
                .folder("opt", 0755)
                .file("opt/below", 0644, "below")
                .bytes());
        byte[] above = new TarBuilder()
                .folder("etc", 0700)
                .file("etc/.wh.hidden", 0644, "")
                .file("etc/changed", 0640, "after")
                .file("var/old", 0644, "a file where a folder was")
                .folder("opt", 0755)
                .file("opt/above", 0644, "above")
                .file("opt/.wh..wh..opq", 0644, "")
                .bytes();
        byte[] flat = new TarBuilder()
                .folder("etc", 0700)
                .file("etc/kept", 0644, "kept")
                .file("etc/changed", 0640, "after")
                .folder("var", 0755)
                .file("var/old", 0644, "a file where a folder was")
                .folder("opt", 0755)
                .file("opt/above", 0644, "above")
                .bytes();

        Image image = store.build(plan(oci(machine(), base, above)), percent -> {});
        Path root = image.rootfs();

        assertThat(root.resolve("etc/kept")).hasContent("kept");
        assertThat(root.resolve("etc/changed")).hasContent("after");
        assertThat(root.resolve("etc/hidden")).doesNotExist();
        assertThat(root.resolve("var/old")).hasContent("a file where a folder was");
        assertThat(root.resolve("opt").toFile().list()).containsExactly("above");
        assertThat(root.resolve("etc").toFile().list()).containsExactlyInAnyOrder("kept", "changed");
        assertThat(Files.getAttribute(root.resolve("etc"), "unix:mode")).isEqualTo(040700);
        assertThat(store.build(plan(flat), percent -> {}).digest())
                .as("the same files, whatever they came in")
                .isEqualTo(image.digest());
    }

    @Test
    void refusesOciImagesThatAreForOthersOrDamagedOrLeadOut() throws IOException {
        byte[] layer = new TarBuilder().folder("etc", 0755).bytes();
        byte[] leading = new TarBuilder()
                .folder("etc", 0755)
                .symbolicLink("etc/out", "/tmp")
                .file("etc/out/.wh.x", 0644, "")
                .bytes();

        assertThatThrownBy(() -> store.build(plan(oci("sparc", layer)), percent -> {}))
                .hasMessageContaining("it has nothing for " + machine() + ", only for [s390x, sparc]");
        assertThatThrownBy(() -> store.build(plan(oci(machine(), leading)), percent -> {}))
                .hasMessageContaining("leads through the symbolic link 'etc/out'");
        byte[] damaged = new TarBuilder()
                .file("oci-layout", 0644, "{}")
                .file("blobs/sha256/" + "0".repeat(64), 0644, "x")
                .bytes();
        assertThatThrownBy(() -> store.build(plan(damaged), percent -> {}))
                .hasMessageContaining("its part sha256:" + "0".repeat(64) + " is damaged");
    }
}

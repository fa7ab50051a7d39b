package org.lamella.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.host.Posix;

@ExtendWith(AsRoot.class)
class TarUnpackerTest {
    @TempDir
    Path folder;

    private final Posix posix = Posix.open();
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
    }

    private String unpack(TarBuilder tar) throws IOException {
        return new TarUnpacker(posix, root).unpack(tar.stream());
    }

    private Object attribute(String name, String attribute) throws IOException {
        return Files.getAttribute(root.resolve(name), "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void shiftsOwnersAndKeepsModes() throws IOException {
        unpack(new TarBuilder()
                .folder("bin", 0755)
                .file("bin/su", 04755, "su")
                .file("bin/app", 0640, 1000, "app", Map.of())
                .folder("tmp", 01777)
                .symbolicLink("sh", "bin/app"));

        assertThat(attribute("", "uid")).isEqualTo(100_000);
        assertThat(attribute("bin/su", "uid")).isEqualTo(100_000);
        assertThat((int) attribute("bin/su", "mode") & 07777).isEqualTo(04755);
        assertThat(attribute("bin/app", "uid")).isEqualTo(101_000);
        assertThat(attribute("bin/app", "gid")).isEqualTo(101_000);
        assertThat((int) attribute("bin/app", "mode") & 07777).isEqualTo(0640);
        assertThat((int) attribute("tmp", "mode") & 07777).isEqualTo(01777);
        assertThat(attribute("sh", "uid")).isEqualTo(100_000);
        assertThat(Files.readSymbolicLink(root.resolve("sh"))).isEqualTo(Path.of("bin/app"));
    }

    @Test
    void keepsHardLinksAsOneFile() throws IOException {
        unpack(new TarBuilder().folder("a", 0755).file("a/one", 0644, "x").hardLink("two", "a/one"));

        assertThat(attribute("two", "ino")).isEqualTo(attribute("a/one", "ino"));
    }

    @Test
    void takesALaterEntryInPlaceOfAnEarlierOne() throws IOException {
        unpack(new TarBuilder()
                .folder("etc", 0755)
                .symbolicLink("etc/passwd", "/etc/passwd")
                .file("etc/passwd", 0644, "inside"));

        assertThat(root.resolve("etc/passwd")).isRegularFile().hasContent("inside");
        assertThat(Path.of("/etc/passwd")).content().isNotEqualTo("inside");
    }

    @Test
    void makesFoldersThatTheArchiveDoesNotName() throws IOException {
        unpack(new TarBuilder().folder("x", 0755).file("deep/down/file", 0644, "x"));

        assertThat(attribute("deep/down", "uid")).isEqualTo(100_000);
    }

    @Test
    void leavesOutDevices() throws IOException {
        unpack(new TarBuilder()
                .folder("dev", 0755)
                .special("dev/sda", TarConstants.LF_BLK)
                .special("dev/mem", TarConstants.LF_CHR)
                .special("dev/initctl", TarConstants.LF_FIFO));

        assertThat(root.resolve("dev").toFile().list()).containsExactly("initctl");
    }

    @Test
    void refusesNamesThatLeadOut() {
        for (String name : new String[] {"/etc/passwd", "../passwd", "a/../../passwd", ".."}) {
            assertThatThrownBy(() -> unpack(new TarBuilder().file(name, 0644, "x")))
                    .isInstanceOf(ImageRefused.class)
                    .hasMessageContaining(name);
        }
        assertThat(folder.toFile().list()).containsExactly("root");
    }

    @Test
    void refusesToWriteThroughASymbolicLink() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));

        assertThatThrownBy(() -> unpack(
                        new TarBuilder().symbolicLink("way", outside.toString()).file("way/in", 0644, "x")))
                .isInstanceOf(ImageRefused.class)
                .hasMessageContaining("'way/in'")
                .hasMessageContaining("symbolic link 'way'");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void refusesAHardLinkToWhatIsNotInTheArchive() {
        assertThatThrownBy(() -> unpack(new TarBuilder().hardLink("shadow", "etc/shadow")))
                .isInstanceOf(ImageRefused.class)
                .hasMessageContaining("etc/shadow");
        assertThatThrownBy(() -> unpack(new TarBuilder().hardLink("shadow", "/etc/shadow")))
                .isInstanceOf(ImageRefused.class)
                .hasMessageContaining("absolute");
    }

    @Test
    void refusesAHardLinkThroughASymbolicLink() {
        assertThatThrownBy(() ->
                        unpack(new TarBuilder().symbolicLink("etc", "/etc").hardLink("shadow", "etc/shadow")))
                .isInstanceOf(ImageRefused.class)
                .hasMessageContaining("symbolic link 'etc'");
    }

    @Test
    void refusesOwnersThatASliverDoesNotHave() {
        assertThatThrownBy(() -> unpack(new TarBuilder().file("f", 0644, 65_536, "x", Map.of())))
                .isInstanceOf(ImageRefused.class)
                .hasMessageContaining("65536")
                .hasMessageContaining("65535");
    }

    @Test
    void refusesWhatIsNoTar() {
        byte[] noise =
                "this is not a tar, however long it is. ".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new TarUnpacker(posix, root).unpack(new ByteArrayInputStream(noise)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new TarUnpacker(posix, root).unpack(new ByteArrayInputStream(new byte[0])))
                .hasMessageContaining("no tar");
    }

    @Test
    void keepsUserAttributesAndDropsThoseOfTheHost() throws IOException {
        unpack(new TarBuilder()
                .folder("x", 0755)
                .file("x/f", 0644, 0, "x", Map.of("user.note", "kept", "trusted.overlay.opaque", "y")));

        assertThat(Files.getFileAttributeView(root.resolve("x/f"), UserDefinedFileAttributeView.class)
                        .list())
                .containsExactly("note");
    }

    @Test
    void makesFileCapabilitiesCountForSliversOnly() throws Exception {
        Path getcap = Path.of("/usr/sbin/getcap");
        assumeTrue(Files.isExecutable(getcap), "getcap (libcap2-bin) is not installed");
        // cap_net_raw, effective: version 2, as it comes out of a tar.
        String capability = "\u0001\0\0\u0002\0 \0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        unpack(new TarBuilder()
                .folder("x", 0755)
                .file("x/ping", 0755, 0, "x", Map.of("security.capability", capability)));

        Process getfattr =
                new ProcessBuilder("getcap", "-n", root.resolve("x/ping").toString()).start();
        assertThat(getfattr.inputReader().readLine()).contains("cap_net_raw=ep").contains("[rootid=100000]");
    }

    @Test
    void givesTheSameDigestWhateverTheOrder() throws IOException {
        String first =
                unpack(new TarBuilder().folder("a", 0755).file("a/x", 0644, "1").file("a/y", 0644, "2"));
        root = Files.createDirectory(folder.resolve("again"));
        String second =
                unpack(new TarBuilder().folder("a", 0755).file("a/y", 0644, "2").file("a/x", 0644, "1"));
        root = Files.createDirectory(folder.resolve("other"));
        String other =
                unpack(new TarBuilder().folder("a", 0755).file("a/y", 0644, "2").file("a/x", 0600, "1"));

        assertThat(second).isEqualTo(first).matches("sha256:[0-9a-f]{64}");
        assertThat(other).isNotEqualTo(first);
    }
}

package org.lamella.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;

/** Images of one host share their equal files, and each is what it would be alone. */
@ExtendWith(AsRoot.class)
class UnificationTest {
    private static final String LIBRARY = "a library that is in every image\n".repeat(1000);

    @TempDir
    Path folder;

    private Path images;
    private ImageStore store;

    @BeforeEach
    void open() throws IOException {
        images = folder.resolve("images");
        Posix posix = Posix.open();
        store = new ImageStore(images, posix, new Commands(posix, folder.toString()), Downloads.USUAL);
    }

    private ImagePlan plan(String name, TarBuilder tar) throws IOException {
        Path file = folder.resolve(name + ".tar");
        Files.write(file, tar.bytes());
        return new ImagePlan(name, ImageKind.TAR, file.toString());
    }

    private Image build(String name, TarBuilder tar) throws IOException {
        return store.build(plan(name, tar), percent -> {});
    }

    private static TarBuilder withLibrary(String own) {
        return new TarBuilder().folder("lib", 0755).file("lib/c", 0755, LIBRARY).file("own", 0644, own);
    }

    private static Object inode(Image image, String file) throws IOException {
        return Files.getAttribute(image.rootfs().resolve(file), "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private long stored() throws IOException {
        try (Stream<Path> files = Files.walk(images.resolve("files"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void keepsOneCopyOfAFileThatTwoImagesHaveAndSaysWhatThatSaves() throws IOException {
        Image one = build("one", withLibrary("one"));
        Image two = build("two", withLibrary("two!"));

        assertThat(inode(two, "lib/c")).isEqualTo(inode(one, "lib/c"));
        assertThat(two.rootfs().resolve("lib/c")).hasContent(LIBRARY);
        assertThat(one.rootfs().resolve("own")).hasContent("one");
        assertThat(two.rootfs().resolve("own")).hasContent("two!");
        ImageHoldings holdings = new ImageHoldings(store.images(), store.held());
        assertThat(holdings.images()).extracting(HeldImage::name).containsExactly("one", "two");
        assertThat(holdings.alone()).isEqualTo(new ImageContents(4, 2 * LIBRARY.length() + 3 + 4));
        assertThat(holdings.held()).isEqualTo(new ImageContents(3, LIBRARY.length() + 3 + 4));
    }

    @Test
    void keepsApartWhatDiffersInOwnerModeOrAttributes() throws IOException {
        Image plain = build("plain", new TarBuilder().folder("x", 0755).file("f", 0644, "same"));
        Image mode = build("mode", new TarBuilder().folder("x", 0755).file("f", 0755, "same"));
        Image owner = build("owner", new TarBuilder().folder("x", 0755).file("f", 0644, 33, "same", Map.of()));
        Image marked = build(
                "marked", new TarBuilder().folder("x", 0755).file("f", 0644, 0, "same", Map.of("user.mark", "1")));
        Image again = build("again", new TarBuilder().folder("y", 0755).file("f", 0644, "same"));

        assertThat(Set.of(inode(plain, "f"), inode(mode, "f"), inode(owner, "f"), inode(marked, "f")))
                .hasSize(4);
        assertThat(inode(again, "f")).isEqualTo(inode(plain, "f"));
        assertThat(Files.getAttribute(mode.rootfs().resolve("f"), "unix:mode")).isEqualTo(0100755);
        assertThat(Files.getAttribute(owner.rootfs().resolve("f"), "unix:uid")).isEqualTo(ImageIds.SHIFT + 33);
        assertThat(Posix.open().attributes(marked.rootfs().resolve("f")))
                .hasEntrySatisfying(
                        "user.mark",
                        value -> assertThat(new String(value, StandardCharsets.UTF_8))
                                .isEqualTo("1"));
    }

    @Test
    void leavesTwoEqualFilesOfOneImageTwoAndHardLinksOne() throws IOException {
        TarBuilder tar = new TarBuilder()
                .folder("x", 0755)
                .file("x/a", 0644, "same")
                .file("x/b", 0644, "same")
                .hardLink("x/c", "x/a")
                .file("x/empty", 0644, "");
        Image one = build("one", tar);
        Image two = build(
                "two",
                new TarBuilder()
                        .folder("x", 0755)
                        .file("x/a", 0644, "same")
                        .file("x/b", 0644, "same")
                        .hardLink("x/c", "x/a")
                        .file("x/empty", 0644, "")
                        .file("more", 0644, "more"));

        assertThat(inode(one, "x/a")).isNotEqualTo(inode(one, "x/b")).isEqualTo(inode(one, "x/c"));
        assertThat(inode(two, "x/a")).isEqualTo(inode(one, "x/a")).isEqualTo(inode(two, "x/c"));
        assertThat(inode(two, "x/b")).isEqualTo(inode(one, "x/b"));
        assertThat(inode(two, "x/empty")).isNotEqualTo(inode(one, "x/empty"));
        assertThat(Files.getLastModifiedTime(two.rootfs().resolve("x")).toMillis())
                .isZero();
        assertThat(store.images().getFirst().contents()).isEqualTo(new ImageContents(2, 8));
    }

    @Test
    void keepsAnImageThatAnyAgentUsesAndCollectsOthersAfterAWhile() throws IOException {
        Image used = build("used", withLibrary("one"));
        Image planned = build("planned", withLibrary("two"));
        ImagePlan wanted = new ImagePlan(
                "planned", ImageKind.TAR, folder.resolve("planned.tar").toString());
        Image elsewhere = build("elsewhere", withLibrary("three"));
        Image unused = build("unused", new TarBuilder().folder("x", 0755).file("own", 0644, "four"));
        ImageCare care = new ImageCare(store, folder, Duration.ofHours(1), Clock.systemUTC());
        ImageCare late =
                new ImageCare(store, folder, Duration.ofHours(1), Clock.offset(Clock.systemUTC(), Duration.ofHours(2)));
        Path otherHome = Files.createDirectory(folder.resolve("other"));
        store.use(otherHome, Set.of(elsewhere.digest()));

        care.tend(Set.of(used.digest()), List.of(wanted));
        assertThat(store.find("unused", unused.digest())).isPresent();
        late.tend(Set.of(used.digest()), List.of(wanted));

        assertThat(store.find("unused", unused.digest())).isEmpty();
        assertThat(used.rootfs().resolve("own")).hasContent("one");
        assertThat(planned.rootfs().resolve("own")).hasContent("two");
        assertThat(elsewhere.rootfs().resolve("own")).hasContent("three");
        assertThat(late.holdings().images())
                .extracting(HeldImage::name)
                .containsExactly("elsewhere", "planned", "used");
        assertThat(stored()).isEqualTo(4);

        Files.delete(otherHome);
        late.tend(Set.of(used.digest()), List.of());

        assertThat(store.find("elsewhere", elsewhere.digest())).isEmpty();
        assertThat(late.holdings().alone()).isEqualTo(late.holdings().held());
        assertThat(stored()).isEqualTo(2);
        assertThat(images.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void doesNotCollectWhatWasJustFound() throws IOException {
        ImagePlan plan = plan("found", withLibrary("one"));
        Image image = store.build(plan, percent -> {});
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        Clock clock = Clock.fixed(tomorrow, ZoneOffset.UTC);
        ImageBuilds builds = new ImageBuilds(store, clock, () -> {});

        assertThat(builds.find("found", image.digest())).contains(image);
        store.collect(tomorrow.minus(Duration.ofMinutes(1)));
        assertThat(builds.ensure(plan)).isEqualTo(new Availability.Ready(image));

        store.collect(tomorrow.plus(Duration.ofMinutes(1)));
        assertThat(builds.find("found", image.digest())).isEmpty();
    }
}

package org.lamella.agent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.Sha256;
import org.lamella.agent.plan.ImagePlan;

/**
 * The images of this host, in a folder that all its agents share.
 *
 * <pre>
 * sha256/DIGEST/rootfs   an image, whole: it came there by one rename
 * names/KEY              the digest that KEY, a name and what it means, was built to
 * locks/KEY              locked by the process that builds KEY; the kernel lets go of it when that process ends
 * staging/KEY            what the holder of the lock is building
 * </pre>
 *
 * Whoever holds a lock owns the staging folder of the same name, so what a killed agent left there is cleared by whoever
 * takes the lock next.
 */
public final class ImageStore {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int KEY_DIGITS = 16;

    private final Path folder;
    private final Posix posix;
    private final Commands commands;
    private final Downloads downloads;

    public ImageStore(Path folder, Posix posix, Commands commands, Downloads downloads) throws IOException {
        this.folder = folder;
        this.posix = posix;
        this.commands = commands;
        this.downloads = downloads;
        for (String part : List.of("sha256", "names", "locks", "staging")) {
            Files.createDirectories(folder.resolve(part));
        }
    }

    public Optional<Image> find(String name, String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            return Optional.empty();
        }
        Path rootfs = home(digest).resolve("rootfs");
        return Files.isDirectory(rootfs) ? Optional.of(new Image(name, digest, rootfs)) : Optional.empty();
    }

    /** @return the image if it has been built from what it means today */
    public Optional<Image> find(ImagePlan plan) throws IOException {
        return findByKey(plan, key(plan));
    }

    private Optional<Image> findByKey(ImagePlan plan, String key) throws IOException {
        try {
            return find(
                    plan.name(),
                    Files.readString(folder.resolve("names").resolve(key)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Builds the image, or waits for the process that is building it.
     *
     * @param progress told percents, 0–100
     * @throws IOException with the image's name and why it cannot be had
     */
    public Image build(ImagePlan plan, IntConsumer progress) throws IOException {
        String key = key(plan);
        try (FileChannel channel = openLock(key);
                FileLock held = channel.lock()) {
            Optional<Image> built = findByKey(plan, key);
            return built.isPresent() ? built.get() : buildLocked(plan, key, progress);
        }
    }

    private Image buildLocked(ImagePlan plan, String key, IntConsumer progress) throws IOException {
        Path place = folder.resolve("staging").resolve(key);
        clear(place);
        // A folder of its own for each attempt: tools that a killed agent left running still write into theirs.
        Path staging = Files.createTempDirectory(Files.createDirectories(place), "");
        try {
            String digest = unpack(plan, staging, progress);
            // After a power cut the name must not lead to files that never reached the disk.
            posix.syncFileSystem(staging);
            if (find(plan.name(), digest).isEmpty()) {
                Files.createDirectories(home(digest));
                Files.move(staging.resolve("rootfs"), home(digest).resolve("rootfs"), StandardCopyOption.ATOMIC_MOVE);
            }
            Path name = staging.resolve("name");
            Files.writeString(name, digest);
            Files.move(name, folder.resolve("names").resolve(key), StandardCopyOption.ATOMIC_MOVE);
            return find(plan.name(), digest).orElseThrow();
        } finally {
            clear(place);
        }
    }

    private String unpack(ImagePlan plan, Path staging, IntConsumer progress) throws IOException {
        Path rootfs = Files.createDirectories(staging.resolve("rootfs"));
        Path scratch = Files.createDirectories(staging.resolve("scratch"));
        try (InputStream tar = source(plan).open(scratch, progress)) {
            return new TarUnpacker(posix, rootfs).unpack(tar);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("image " + plan.name() + " does not unpack: " + e.getMessage(), e);
        }
    }

    private ImageSource source(ImagePlan plan) {
        return switch (plan.kind()) {
            case BUSYBOX -> new BusyboxSource(commands);
            case DEBOOTSTRAP -> new DebootstrapSource(commands, plan.source(), downloads);
            case TAR -> new TarSource(Path.of(plan.source()));
        };
    }

    private String key(ImagePlan plan) throws IOException {
        if (!NAME.matcher(plan.name()).matches()) {
            throw new IOException("'" + plan.name() + "' is not an image name: it must match " + NAME);
        }
        String meaning = String.join(
                "\n", plan.kind().name(), plan.source(), downloads.mirror().orElse(""), fingerprint(plan));
        byte[] hash = Sha256.of(meaning);
        return plan.name() + "-" + HexFormat.of().formatHex(hash).substring(0, KEY_DIGITS);
    }

    private String fingerprint(ImagePlan plan) throws IOException {
        try {
            return source(plan).fingerprint();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("image " + plan.name() + " cannot be built: " + e.getMessage(), e);
        }
    }

    /** Removes what agents that are gone had begun. */
    public void clearStaging() throws IOException {
        try (DirectoryStream<Path> begun = Files.newDirectoryStream(folder.resolve("staging"))) {
            for (Path staging : begun) {
                try (FileChannel channel = openLock(staging.getFileName().toString());
                        FileLock held = channel.tryLock()) {
                    if (held != null) {
                        clear(staging);
                    }
                }
            }
        }
    }

    private void clear(Path place) throws IOException {
        if (Files.exists(place)) {
            commands.run(List.of("rm", "-rf", "--one-file-system", "--", place.toString()));
        }
    }

    private FileChannel openLock(String key) throws IOException {
        return FileChannel.open(
                folder.resolve("locks").resolve(key), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private Path home(String digest) {
        return folder.resolve("sha256").resolve(digest.substring(digest.indexOf(':') + 1));
    }
}

package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.lamella.agent.host.AtomicFile;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.Sha256;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of this host, in a folder that all its agents share.
 *
 * <pre>
 * sha256/DIGEST/rootfs   an image, whole: it came there by one rename. The time of DIGEST is that of its last use
 * sha256/DIGEST/contents how much the image would take alone: a symbolic link that leads nowhere, whose target says it
 * archives/DIGEST        an archive on its way from the control plane, whole or not
 * files/HH/KEY           a file of one or more images, which all have it as a hard link
 * names/KEY              the digest that KEY, a name and what it means, was built to; then the name and its meaning
 * users/AGENT            what an agent on this host has in use
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
    private static final int NAME_LINES = 4;
    // Locks of files are those of a whole process, and its threads do not see each other's.
    private static final ReentrantLock TURNS = new ReentrantLock();
    /** An archive that two names lead to is locked as a file, which a process can do once. */
    private static final ReentrantLock ARCHIVES_IN_TURN = new ReentrantLock();

    private static final Logger log = LoggerFactory.getLogger(ImageStore.class);

    private final Path folder;
    private final Posix posix;
    private final Commands commands;
    private final Downloads downloads;
    private final Unification unification;
    private final ImageUses uses;
    private final Archives archives;

    public ImageStore(Path folder, Posix posix, Commands commands, Downloads downloads) throws IOException {
        this.folder = folder;
        this.posix = posix;
        this.commands = commands;
        this.downloads = downloads;
        for (String part : List.of("sha256", "names", "locks", "staging")) {
            Files.createDirectories(folder.resolve(part));
        }
        this.unification = new Unification(posix, folder.resolve("files"));
        this.uses = new ImageUses(folder.resolve("users"));
        this.archives = new Archives(folder.resolve("archives"));
    }

    /** Where archives come from that the control plane keeps. */
    public void fetchFrom(ArchiveFetcher source) {
        archives.comeFrom(source);
    }

    public Optional<Image> find(String name, String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            return Optional.empty();
        }
        Path rootfs = home(digest).resolve("rootfs");
        return Files.isDirectory(rootfs) ? Optional.of(new Image(name, digest, rootfs)) : Optional.empty();
    }

    /** Whoever is about to use an image says so first: from now on it counts as used for as long as nobody uses it. */
    boolean touch(Image image, Instant now) throws IOException {
        return withTurn(() -> {
            try {
                Files.setLastModifiedTime(home(image.digest()), FileTime.from(now));
                return true;
            } catch (NoSuchFileException e) {
                return false;
            }
        });
    }

    /** @return the image if it has been built from what it means today */
    public Optional<Image> find(ImagePlan plan) throws IOException {
        return findByKey(plan, key(plan));
    }

    private Optional<Image> findByKey(ImagePlan plan, String key) throws IOException {
        try {
            return find(
                    plan.name(),
                    digestIn(Files.readAllLines(folder.resolve("names").resolve(key))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A power cut may have left the file without a line. */
    private static String digestIn(List<String> name) {
        return name.isEmpty() ? "" : name.getFirst();
    }

    /**
     * Builds the image, or waits for the process that is building it.
     *
     * @param progress told percents, 0–100
     * @throws IOException with the image's name and why it cannot be had
     */
    public Image build(ImagePlan plan, IntConsumer progress) throws IOException {
        String key = key(plan);
        boolean inTurn = plan.kind() == ImageKind.ARCHIVE;
        if (inTurn) {
            ARCHIVES_IN_TURN.lock();
        }
        try (FileChannel channel = openLock(key);
                FileLock held = channel.lock()) {
            Optional<Image> built = findByKey(plan, key).or(() -> builtUnderAnotherName(plan));
            return built.isPresent() ? named(built.get(), plan, key) : buildLocked(plan, key, progress);
        } finally {
            if (inTurn) {
                ARCHIVES_IN_TURN.unlock();
            }
        }
    }

    /** An archive is what it is, whatever it is called: it is not fetched again. */
    private Optional<Image> builtUnderAnotherName(ImagePlan plan) {
        if (plan.kind() != ImageKind.ARCHIVE) {
            return Optional.empty();
        }
        try {
            return images().stream()
                    .filter(image ->
                            image.kind() == plan.kind() && image.source().equals(plan.source()))
                    .findFirst()
                    .flatMap(image -> find(plan.name(), image.digest()));
        } catch (IOException e) {
            log.warn("image {}: {}", plan.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private Image named(Image image, ImagePlan plan, String key) throws IOException {
        Path name = folder.resolve("names").resolve(key);
        if (!Files.exists(name)) {
            AtomicFile.replace(
                    name,
                    String.join("\n", image.digest(), plan.name(), plan.kind().name(), plan.source()));
        }
        return image;
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
                putInPlace(staging, digest);
            }
            Path name = staging.resolve("name");
            Files.write(name, List.of(digest, plan.name(), plan.kind().name(), plan.source()));
            Files.move(name, folder.resolve("names").resolve(key), StandardCopyOption.ATOMIC_MOVE);
            return find(plan.name(), digest).orElseThrow();
        } finally {
            clear(place);
        }
    }

    /**
     * The files are on the disk. What follows are links and renames, which file systems that keep a journal do not reorder: after
     * a power cut all is there that came before what is there.
     */
    private void putInPlace(Path staging, String digest) throws IOException {
        ImageContents contents = unification.unify(staging.resolve("rootfs"), staging.resolve("scratch"));
        Files.createDirectories(home(digest));
        Files.deleteIfExists(home(digest).resolve("contents"));
        Files.createSymbolicLink(
                home(digest).resolve("contents"), Path.of(contents.files() + " files " + contents.bytes() + " bytes"));
        Files.move(staging.resolve("rootfs"), home(digest).resolve("rootfs"), StandardCopyOption.ATOMIC_MOVE);
    }

    private String unpack(ImagePlan plan, Path staging, IntConsumer progress) throws IOException {
        Path rootfs = Files.createDirectories(staging.resolve("rootfs"));
        Path scratch = Files.createDirectories(staging.resolve("scratch"));
        try {
            return source(plan).unpack(new TarUnpacker(posix, rootfs), scratch, progress);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("image " + plan.name() + " does not unpack: " + e.getMessage(), e);
        }
    }

    private ImageSource source(ImagePlan plan) {
        return switch (plan.kind()) {
            case BUSYBOX -> new BusyboxSource(commands);
            case DEBOOTSTRAP -> new DebootstrapSource(commands, plan.source(), downloads);
            case TAR -> new TarSource(Path.of(plan.source()));
            case ARCHIVE -> new ArchiveSource(archives, plan.source());
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

    /** Says which images an agent has in use, until it says something else. */
    void use(Path agent, Set<String> digests) throws IOException {
        uses.declare(agent, digests);
    }

    /**
     * Removes images that no agent of this host has in use, but not yet their files.
     *
     * @param before when an image was last used that may go
     */
    void collect(Instant before) throws IOException {
        archives.sweep(before);
        for (String hex : FileNames.in(folder.resolve("sha256"))) {
            String key = "unused-" + hex;
            try (FileChannel channel = openLock(key);
                    FileLock held = channel.tryLock()) {
                if (held != null
                        && setAside(hex, before, folder.resolve("staging").resolve(key))) {
                    log.info("image sha256:{} was in no use any more and is removed", hex);
                    clear(folder.resolve("staging").resolve(key));
                }
            }
        }
        for (String key : FileNames.in(folder.resolve("names"))) {
            Path name = folder.resolve("names").resolve(key);
            if (find(key, digestIn(Files.readAllLines(name))).isEmpty()) {
                Files.deleteIfExists(name);
            }
        }
    }

    /** Removes files that no image has any more. */
    void sweep() throws IOException {
        unification.sweep();
    }

    private boolean setAside(String hex, Instant before, Path place) throws IOException {
        return withTurn(() -> {
            Path home = folder.resolve("sha256").resolve(hex);
            boolean unused = !uses.all().contains("sha256:" + hex)
                    && Files.getLastModifiedTime(home).toInstant().isBefore(before);
            if (unused) {
                Files.move(home, place, StandardCopyOption.ATOMIC_MOVE);
            }
            return unused;
        });
    }

    private interface Deed {
        boolean done() throws IOException;
    }

    /** Who is about to use an image and who is about to remove one take turns, in this process and among all of the host. */
    private boolean withTurn(Deed deed) throws IOException {
        TURNS.lock();
        try (FileChannel channel = openLock("uses");
                FileLock held = channel.lock()) {
            return deed.done();
        } finally {
            TURNS.unlock();
        }
    }

    /** What is there, each image under every name that it was built by. */
    List<HeldImage> images() throws IOException {
        List<HeldImage> images = new ArrayList<>();
        for (String key : FileNames.in(folder.resolve("names"))) {
            List<String> lines = Files.readAllLines(folder.resolve("names").resolve(key));
            if (lines.size() == NAME_LINES && find(key, lines.get(0)).isPresent()) {
                images.add(new HeldImage(
                        lines.get(1),
                        lines.get(0),
                        ImageKind.valueOf(lines.get(2)),
                        lines.get(3),
                        contents(lines.get(0))));
            }
        }
        return images;
    }

    /** What the files of all images take, shared as they are. Looks at each of them. */
    ImageContents held() throws IOException {
        return unification.held();
    }

    private ImageContents contents(String digest) throws IOException {
        String[] words = Files.readSymbolicLink(home(digest).resolve("contents"))
                .toString()
                .split(" ", -1);
        return new ImageContents(Long.parseLong(words[0]), Long.parseLong(words[2]));
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

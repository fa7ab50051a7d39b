package org.lamella.agent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.Sha256;

/**
 * Makes files of an image that are equal to files of other images one and the same, by hard links to a store of all files:
 * equal in contents, owner, group, mode and extended attributes. The time of change does not count, as it does not count for an
 * image's digest: what has been unified has the time of the file that came first.
 *
 * <ol>
 *   <li>Nothing ever writes to a file once it is in the store. An image is unified after all of it has been written.
 *   <li>Two files of one image stay two. Otherwise programs in a sliver would take them for hard links of each other, which
 *       whoever made the image did not want; so the second equal file of an image shares with the second of other images.
 *   <li>Empty files hold nothing that could be shared, and some programs leave a file alone that has other names.
 *   <li>Every step is one link or one rename. An agent that is killed leaves an image that is not there yet, whose files are as
 *       they were or shared, and files in the store that no image has, which a later {@link #sweep} removes.
 *   <li>No lock is needed between processes: who finds a file gone from the store puts his own there.
 * </ol>
 */
public final class Unification {
    private static final int BUFFER = 1 << 16;
    private static final int FAN_OUT_DIGITS = 2;
    // One more than can be lost to another process that sweeps or unifies the same file at the same moment.
    private static final int ATTEMPTS = 8;
    // File systems bound the names that one file may have: ext4 to 65,000. A file beyond stays one of its own.
    private static final int MOST_LINKS = 60_000;

    private final Posix posix;
    private final Path store;

    /** @param store a folder on the file system of the images; made if it is not there */
    public Unification(Posix posix, Path store) throws IOException {
        this.posix = posix;
        this.store = Files.createDirectories(store);
    }

    /**
     * @param rootfs an unpacked image that nothing uses yet, and whose files have reached the disk: they become those of later
     *     images, too
     * @param scratch a folder on the same file system, outside the image
     * @return what the image consists of
     */
    public ImageContents unify(Path rootfs, Path scratch) throws IOException {
        Walk walk = new Walk(scratch.resolve("unified"));
        Files.walkFileTree(rootfs, walk);
        return new ImageContents(walk.files, walk.bytes);
    }

    /** Removes files of the store that no image has any more. */
    void sweep() throws IOException {
        visitStore((file, attributes) -> {
            if (links(attributes) == 1) {
                // An image that is being made may have linked it just now; then it keeps the file, and only the store
                // loses it.
                Files.deleteIfExists(file);
            }
        });
    }

    /** What the store holds for images: each file once, however many images have it. */
    public ImageContents held() throws IOException {
        long[] sum = new long[2];
        visitStore((file, attributes) -> {
            if (links(attributes) > 1) {
                sum[0]++;
                sum[1] += (Long) attributes.get("size");
            }
        });
        return new ImageContents(sum[0], sum[1]);
    }

    private interface Visit {
        void file(Path file, Map<String, Object> attributes) throws IOException;
    }

    private void visitStore(Visit visit) throws IOException {
        Files.walkFileTree(store, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes basic) throws IOException {
                try {
                    visit.file(file, attributes(file));
                } catch (NoSuchFileException e) {
                    // swept by another process
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    private static Map<String, Object> attributes(Path file) throws IOException {
        return Files.readAttributes(file, "unix:ino,nlink,mode,uid,gid,size", LinkOption.NOFOLLOW_LINKS);
    }

    private static int links(Map<String, Object> attributes) {
        return (Integer) attributes.get("nlink");
    }

    /** One image's files. */
    private final class Walk extends SimpleFileVisitor<Path> {
        private final Path next;
        private final Map<Path, FileTime> times = new HashMap<>();
        private final Map<String, Integer> copies = new HashMap<>();
        private final Map<Object, Path> hardLinked = new HashMap<>();
        private long files;
        private long bytes;

        Walk(Path next) {
            this.next = next;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes basic) {
            times.put(folder, basic.lastModifiedTime());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.setLastModifiedTime(folder, times.remove(folder));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes basic) throws IOException {
            if (basic.isRegularFile() && basic.size() > 0) {
                Map<String, Object> attributes = attributes(file);
                Path known = hardLinked.get(attributes.get("ino"));
                if (known != null) {
                    share(file, known, attributes);
                } else {
                    files++;
                    bytes += basic.size();
                    Path shared = place(file, attributes);
                    if (links(attributes) > 1) {
                        hardLinked.put(attributes.get("ino"), shared);
                    }
                    share(file, shared, attributes);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        /** Where in the store a file like this one is, or would be. */
        private Path place(Path file, Map<String, Object> attributes) throws IOException {
            String key = key(file, attributes);
            int copy = copies.merge(key, 1, Integer::sum);
            Path folder = Files.createDirectories(store.resolve(key.substring(0, FAN_OUT_DIGITS)));
            return folder.resolve(key.substring(FAN_OUT_DIGITS) + "-" + copy);
        }

        private void share(Path file, Path shared, Map<String, Object> attributes) throws IOException {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (takeIn(file, shared) || replace(file, shared, attributes.get("ino"))) {
                    return;
                }
            }
        }

        /** @return false when there is one already */
        private boolean takeIn(Path file, Path shared) throws IOException {
            try {
                Files.createLink(shared, file);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        }

        /** @return false when there is none any more */
        private boolean replace(Path file, Path shared, Object inode) throws IOException {
            try {
                Map<String, Object> there = attributes(shared);
                // A rename of one name of a file over another does nothing, and would leave both.
                if (inode.equals(there.get("ino")) || links(there) >= MOST_LINKS) {
                    return true;
                }
                Files.deleteIfExists(next);
                Files.createLink(next, shared);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return true;
            } catch (NoSuchFileException e) {
                return false;
            }
        }
    }

    private String key(Path file, Map<String, Object> attributes) throws IOException {
        MessageDigest digest = Sha256.digest();
        StringBuilder metadata = new StringBuilder("%s %o %s %s\n"
                .formatted(
                        attributes.get("size"),
                        (Integer) attributes.get("mode"),
                        attributes.get("uid"),
                        attributes.get("gid")));
        new TreeMap<>(posix.attributes(file))
                .forEach((name, value) -> metadata.append(name)
                        .append('=')
                        .append(HexFormat.of().formatHex(value))
                        .append('\n'));
        digest.update(Sha256.of(metadata.toString()));
        byte[] buffer = new byte[BUFFER];
        try (InputStream contents = Files.newInputStream(file)) {
            for (int count = contents.read(buffer); count >= 0; count = contents.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

package org.lamella.agent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.Sha256;

/**
 * Unpacks a tar into an empty folder, with every owner shifted into the slivers' range.
 *
 * <p>The archive is not trusted: a name that is absolute or has {@code ..} in it, or that leads through a symbolic link, is
 * refused, so that nothing is ever written outside the folder. Device nodes and sockets are left out: a context has its own.
 */
final class TarUnpacker {
    private static final int MODE_BITS = 07777;
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final Posix posix;
    private final Path root;
    private final Manifest manifest = new Manifest();
    private final ExtendedAttributes attributes;
    // Writing into a folder changes its time, so the times of folders are set when all is written.
    private final Map<Path, FileTime> folderTimes = new LinkedHashMap<>();

    TarUnpacker(Posix posix, Path root) {
        this.posix = posix;
        this.root = root;
        this.attributes = new ExtendedAttributes(posix);
    }

    /** @return the digest of what was unpacked */
    String unpack(InputStream tar) throws IOException {
        own(root, 0, 0, 0755);
        try (TarArchiveInputStream entries = new TarArchiveInputStream(tar, "UTF-8")) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entry, entries);
            }
        }
        return finish();
    }

    /**
     * Unpacks one of several archives, each over those before: {@code .wh.x} in it takes away {@code x}, and {@code .wh..wh..opq}
     * all that those before have put into its folder. {@link #finish} comes last.
     */
    void layer(InputStream tar) throws IOException {
        if (folderTimes.isEmpty()) {
            own(root, 0, 0, 0755);
        }
        Set<Path> ofLayer = new HashSet<>();
        try (TarArchiveInputStream entries = new TarArchiveInputStream(tar, "UTF-8")) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path name = EntryNames.parse(entry.getName());
                String last = name.getFileName().toString();
                if (last.equals(OPAQUE)) {
                    takeAwayAllBut(ofLayer, name, entry.getName());
                } else if (last.startsWith(WHITEOUT)) {
                    Path hidden = name.resolveSibling(last.substring(WHITEOUT.length()));
                    requireRealParents(hidden, entry.getName());
                    takeAway(hidden);
                } else {
                    if (!entry.isDirectory() && Files.isDirectory(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                        requireRealParents(name, entry.getName());
                        takeAway(name);
                    }
                    unpack(entry, entries);
                    for (Path part = name; part != null; part = part.getParent()) {
                        ofLayer.add(part);
                    }
                }
            }
        }
    }

    private void takeAwayAllBut(Set<Path> ofLayer, Path mark, String said) throws IOException {
        requireRealParents(mark, said);
        Path folder = mark.getParent() == null ? Path.of("") : mark.getParent();
        for (String child : FileNames.in(root.resolve(folder))) {
            if (!ofLayer.contains(folder.resolve(child).normalize())) {
                takeAway(folder.resolve(child).normalize());
            }
        }
    }

    /** Not the image itself. */
    private void takeAway(Path name) throws IOException {
        Path target = root.resolve(name).normalize();
        if (target.equals(root) || !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(target)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
                folderTimes.remove(file);
                manifest.remove(root.relativize(file).toString());
            }
        }
    }

    /** @return the digest of what was unpacked */
    String finish() throws IOException {
        for (Map.Entry<Path, FileTime> folder : folderTimes.entrySet()) {
            Files.setLastModifiedTime(folder.getKey(), folder.getValue());
        }
        if (folderTimes.isEmpty()) {
            throw new ImageRefused("it has no folder in it, or is no tar");
        }
        return manifest.digest();
    }

    private void unpack(TarArchiveEntry entry, InputStream contents) throws IOException {
        Path name = EntryNames.parse(entry.getName());
        Path target = root.resolve(name);
        requireRealParents(name, entry.getName());
        if (entry.isDirectory()) {
            unpackFolder(entry, name, target);
        } else if (entry.isSymbolicLink()) {
            clear(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            posix.changeOwner(target, shifted(entry.getLongUserId()), shifted(entry.getLongGroupId()));
            record(entry, name, 'l', entry.getLinkName());
        } else if (entry.isLink()) {
            unpackHardLink(entry, name, target);
        } else if (entry.isFIFO()) {
            clear(target);
            posix.makeFifo(target, entry.getMode() & MODE_BITS);
            finish(entry, target);
            record(entry, name, 'p', "");
        } else if (!entry.isCharacterDevice() && !entry.isBlockDevice()) {
            unpackFile(entry, contents, name, target);
        }
    }

    private void unpackFolder(TarArchiveEntry entry, Path name, Path target) throws IOException {
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            clear(target);
            Files.createDirectory(target);
        }
        finish(entry, target);
        folderTimes.put(target, entry.getLastModifiedTime());
        record(entry, name, 'd', "");
    }

    private void unpackFile(TarArchiveEntry entry, InputStream contents, Path name, Path target) throws IOException {
        clear(target);
        MessageDigest digest = Sha256.digest();
        try (OutputStream file = new DigestOutputStream(
                Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), digest)) {
            contents.transferTo(file);
        }
        finish(entry, target);
        Files.setLastModifiedTime(target, entry.getLastModifiedTime());
        record(entry, name, 'f', HexFormat.of().formatHex(digest.digest()));
    }

    private void unpackHardLink(TarArchiveEntry entry, Path name, Path target) throws IOException {
        Path existing = EntryNames.parse(entry.getLinkName());
        requireRealParents(existing, entry.getLinkName());
        if (!Files.exists(root.resolve(existing), LinkOption.NOFOLLOW_LINKS)) {
            throw new ImageRefused("'" + name + "' is a hard link to '" + existing + "', which did not come before it");
        }
        clear(target);
        Files.createLink(target, root.resolve(existing));
        record(entry, name, 'h', existing.toString());
    }

    /** Changing the owner clears the setuid bits, so the mode comes after it; the attributes last, for the same reason. */
    private void finish(TarArchiveEntry entry, Path target) throws IOException {
        own(target, entry.getLongUserId(), entry.getLongGroupId(), entry.getMode());
        attributes.apply(entry, target);
    }

    private void own(Path target, long uid, long gid, int mode) throws IOException {
        posix.changeOwner(target, shifted(uid), shifted(gid));
        posix.changeMode(target, mode & MODE_BITS);
    }

    private static int shifted(long id) throws ImageRefused {
        if (id < 0 || id >= ImageIds.COUNT) {
            throw new ImageRefused(
                    "a file belongs to user or group " + id + ", and a sliver has 0 to " + (ImageIds.COUNT - 1));
        }
        return ImageIds.SHIFT + (int) id;
    }

    /** Makes folders that the archive does not name before what is in them. */
    private void requireRealParents(Path name, String said) throws IOException {
        Path folder = root;
        for (int i = 0; i < name.getNameCount() - 1; i++) {
            folder = folder.resolve(name.getName(i));
            if (Files.isSymbolicLink(folder)) {
                throw new ImageRefused(
                        "'" + said + "' leads through the symbolic link '" + root.relativize(folder) + "'");
            }
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(folder);
                own(folder, 0, 0, 0755);
            }
        }
    }

    /** A later entry replaces an earlier one of the same name, as in tar itself; a folder with contents stays. */
    private static void clear(Path target) throws IOException {
        Files.deleteIfExists(target);
    }

    private void record(TarArchiveEntry entry, Path name, char type, String content) {
        manifest.add(
                name.toString(),
                type,
                type == 'l' ? 0 : entry.getMode() & MODE_BITS,
                (int) entry.getLongUserId(),
                (int) entry.getLongGroupId(),
                content + attributes.describe(entry));
    }
}

package org.lamella.agent.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;
import org.lamella.agent.storage.ImageIds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What slivers print.
 *
 * <p>The standard output of a context's first process is a file on a file system in memory that is the sliver's alone and holds
 * {@link #ROOM} bytes. Nobody has to read it for the sliver to go on: when it is full, more is refused to whoever prints, at once.
 * The agent copies what is new from there to a {@link KeptLog}, and gives the room back by a hole, so that who prints goes on
 * where they were and nothing is lost between reading and giving back. While there is no agent, what has no room is lost.
 *
 * <p>The file is named by where in the stream its first byte is. With the kept log's own end that tells what is new, in every
 * life of the agent.
 */
public final class Consoles {
    /** For what is printed between two looks. The pages are counted to the sliver that writes them. */
    static final int ROOM = 256 * 1024;

    /** Nobody prints so much; a sliver may pretend to, by moving the end of its file. */
    private static final long FARTHEST = 1L << 50;

    private static final int PAGE = 4096;
    private static final int MUCH = 4096;
    private static final int ROUNDS = 40;
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(20);
    private static final String OPTIONS = "size=" + ROOM + ",nr_inodes=8,mode=0700";
    private static final Logger log = LoggerFactory.getLogger(Consoles.class);

    private final Path mounts;
    private final Path kept;
    private final Posix posix;
    private final Clock clock;
    /** Each file at the last look: one that is as it was need not be read. */
    private final Map<String, Look> seen = new ConcurrentHashMap<>();

    private record Look(long size, FileTime changed) {
        static Look at(Path file) throws IOException {
            return new Look(Files.size(file), Files.getLastModifiedTime(file));
        }
    }

    /**
     * @param mounts a folder for the file systems in memory; does not outlive a reboot
     * @param kept a folder for the logs
     */
    public Consoles(Path mounts, Path kept, Posix posix, Clock clock) {
        this.mounts = mounts;
        this.kept = kept;
        this.posix = posix;
        this.clock = clock;
    }

    /** What has a file system here. */
    public Set<String> open() throws IOException {
        return FileNames.in(mounts);
    }

    /** Makes the file that a context which is about to start prints to. */
    public synchronized Path begin(String slice) throws IOException {
        end(slice);
        KeptLog log = log(slice);
        String line = "[lamella] started at " + clock.instant().truncatedTo(ChronoUnit.SECONDS) + "\n";
        log.append(log.end(), line.getBytes(StandardCharsets.UTF_8));
        Path folder = Files.createDirectories(mounts.resolve(slice));
        posix.mountTmpfs(folder, OPTIONS);
        Path file = Files.createFile(folder.resolve(Long.toString(log.end())));
        posix.changeOwner(file, ImageIds.SHIFT, ImageIds.SHIFT);
        posix.changeMode(file, 0600);
        return file;
    }

    /**
     * Where a context that starts prints to.
     *
     * @throws IOException when it was not begun
     */
    public Path output(String slice) throws IOException {
        return file(slice).orElseThrow(() -> new IOException(slice + " has nowhere to print to"));
    }

    /** Keeps the last of what was printed, and takes the file away. Harmless where there is none. */
    public synchronized void end(String slice) throws IOException {
        Path folder = mounts.resolve(slice);
        if (Files.exists(folder)) {
            copy(slice);
            for (Path mount : Mounts.at(folder).reversed()) {
                posix.unmount(mount);
            }
            Files.delete(folder);
            seen.remove(slice);
        }
    }

    /** Takes away what was kept, with the sliver. */
    public synchronized void forget(String slice) throws IOException {
        log(slice).delete();
    }

    /**
     * Copies what is new of every sliver; of those that print much, again and again for most of a second, so that what they
     * print has room.
     */
    public void copyAll() {
        try {
            Set<String> busy = open();
            for (int round = 0; round < ROUNDS && !busy.isEmpty(); round++) {
                busy = busy.stream().filter(this::printsMuch).collect(Collectors.toSet());
                if (!busy.isEmpty()) {
                    LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos());
                }
            }
        } catch (IOException e) {
            log.warn("cannot find out which slivers print", e);
        }
    }

    private synchronized boolean printsMuch(String slice) {
        try {
            return copy(slice) >= MUCH;
        } catch (IOException e) {
            log.warn("what {} prints cannot be kept: {}", slice, e.toString());
            return false;
        }
    }

    /**
     * Reads on from a place. Where something was lost in between, it says so.
     *
     * @param from where to begin; what is not kept any more is left out
     * @param most bytes
     */
    public synchronized Printed read(String slice, long from, int most) throws IOException {
        copy(slice);
        KeptLog log = log(slice);
        KeptLog.Part part = log.read(Math.max(0, from), most);
        long start = part.start();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(part.bytes());
        while (all.size() < most && part.end() < log.end()) {
            KeptLog.Part next = log.read(part.end(), most - all.size());
            if (next.start() > part.end()) {
                all.writeBytes(("\n[lamella] " + (next.start() - part.end()) + " bytes had no room here\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            all.writeBytes(next.bytes());
            part = next;
        }
        byte[] whole = Characters.whole(all.toByteArray());
        return new Printed(start, part.end() - (all.size() - whole.length), whole);
    }

    private KeptLog log(String slice) {
        return new KeptLog(kept.resolve(slice));
    }

    /** @return how many bytes were new */
    private int copy(String slice) throws IOException {
        Optional<Path> file = file(slice);
        if (file.isEmpty()) {
            return 0;
        }
        Look now = Look.at(file.get());
        Look before = seen.get(slice);
        long size = now.size();
        if (now.equals(before) || size > FARTHEST) {
            return 0;
        }
        KeptLog log = log(slice);
        long base = Long.parseLong(file.get().getFileName().toString());
        long had = Math.max(0, log.end() - base);
        boolean rewritten = before != null && before.size() == size;
        if (had > size || (had == size && rewritten)) {
            // It was emptied from inside: it begins anew, as far as that can be told.
            Path renamed = file.get().resolveSibling(Long.toString(log.end()));
            Files.move(file.get(), renamed);
            return copyFrom(slice, renamed, log, log.end(), 0, size);
        }
        return copyFrom(slice, file.get(), log, base, had, size);
    }

    private int copyFrom(String slice, Path file, KeptLog log, long base, long had, long size) throws IOException {
        // More than there is room for can only be a hole, or what was given back.
        long at = Math.max(had, size - ROOM);
        byte[] bytes = read(file, at, (int) (size - at));
        if (bytes.length > 0) {
            log.append(base + at, bytes);
        }
        giveBack(file, at + bytes.length);
        Look after = Look.at(file);
        seen.put(slice, new Look(size, after.changed()));
        return bytes.length;
    }

    /** Whole pages only: what is in the last one is given back with the next. */
    private void giveBack(Path file, long end) throws IOException {
        long whole = end / PAGE * PAGE;
        if (whole > 0) {
            posix.punchHole(file, 0, whole);
        }
    }

    private static byte[] read(Path file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            int last = 0;
            while (bytes.hasRemaining() && last >= 0) {
                last = in.read(bytes, at + bytes.position());
            }
        }
        byte[] read = new byte[bytes.position()];
        bytes.flip().get(read);
        return read;
    }

    /** Empty where there is none, or one that was not finished. */
    private Optional<Path> file(String slice) throws IOException {
        try {
            return FileNames.in(mounts.resolve(slice)).stream()
                    .findFirst()
                    .map(name -> mounts.resolve(slice).resolve(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}

package org.lamella.agent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.host.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives on their way from the control plane. One that is here in part is asked for from there on, also by a later life of the
 * agent; one that is here whole is held against its digest before anybody reads it. It goes as soon as it is unpacked.
 */
final class Archives {
    private static final Logger log = LoggerFactory.getLogger(Archives.class);
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    // In a row without a byte: then the sliver says why, and it is tried again later.
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int WHOLE = 100;
    private static final String LOCK = ".lock";

    private final Path folder;
    private final AtomicReference<ArchiveFetcher> fetcher = new AtomicReference<>(ArchiveFetcher.NONE);

    Archives(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    void comeFrom(ArchiveFetcher source) {
        fetcher.set(source);
    }

    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** An archive that is here, whole and sound, for as long as this is open. Nobody else of this host has it then. */
    static final class Held implements AutoCloseable {
        private final Path file;
        private final FileChannel lockFile;
        private final FileLock lock;

        private Held(Path file, FileChannel lockFile, FileLock lock) {
            this.file = file;
            this.lockFile = lockFile;
            this.lock = lock;
        }

        Path file() {
            return file;
        }

        /** Removes it: what was made of it is worth more than it. One that nothing could be made of is not fetched over and over. */
        void used() throws IOException {
            Files.deleteIfExists(file);
        }

        @Override
        public void close() throws IOException {
            lock.release();
            lockFile.close();
        }
    }

    /** @param progress told percents, 0–100 */
    Held bring(String digest, IntConsumer progress) throws IOException {
        Path file = folder.resolve(hex(digest));
        FileChannel lockFile = openLock(hex(digest));
        try {
            Held held = new Held(file, lockFile, lockFile.lock());
            fetch(digest, file, progress);
            verify(digest, file);
            return held;
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static String hex(String digest) {
        return digest.substring(digest.indexOf(':') + 1);
    }

    private void fetch(String digest, Path file, IntConsumer progress) throws IOException {
        int failures = 0;
        while (true) {
            long before = Files.exists(file) ? Files.size(file) : 0;
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                fetcher.get().fetch(digest, before, new Writer(channel, before, progress));
                return;
            } catch (ArchiveGone e) {
                Files.deleteIfExists(file);
                throw e;
            } catch (IOException e) {
                failures = Files.size(file) > before ? 1 : failures + 1;
                if (failures == ATTEMPTS) {
                    throw e;
                }
                log.info("archive {} broke off at {} bytes: {}", digest, Files.size(file), e.getMessage());
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an archive was fetched", e);
        }
    }

    private static final class Writer implements ArchiveFetcher.Taker {
        private final FileChannel channel;
        private final IntConsumer progress;
        private long have;
        private long total = 1;

        Writer(FileChannel channel, long have, IntConsumer progress) {
            this.channel = channel;
            this.have = have;
            this.progress = progress;
        }

        @Override
        public void total(long bytes) {
            total = Math.max(1, bytes);
        }

        @Override
        public void take(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                have += channel.write(bytes);
            }
            progress.accept((int) Math.min(WHOLE, WHOLE * have / total));
        }
    }

    private static void verify(String digest, Path file) throws IOException {
        MessageDigest found = Sha256.digest();
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), found)) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        String is = "sha256:" + HexFormat.of().formatHex(found.digest());
        if (!is.equals(digest)) {
            long size = Files.size(file);
            Files.delete(file);
            throw new ImageRefused("its archive came damaged: " + size + " bytes of digest " + is + " in place of "
                    + digest + "; it is fetched anew");
        }
    }

    /** Removes what was begun and for so long not gone on with. */
    void sweep(Instant before) throws IOException {
        for (String name : FileNames.in(folder)) {
            Path file = folder.resolve(name);
            if (!name.endsWith(LOCK)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                try (FileChannel lockFile = openLock(name);
                        FileLock lock = lockFile.tryLock()) {
                    if (lock != null) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    private FileChannel openLock(String name) throws IOException {
        return FileChannel.open(folder.resolve(name + LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}

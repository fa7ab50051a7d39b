package org.lamella.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps two control planes out of one data folder. The kernel drops the lock with the process, however that ends; the
 * pid in the file is only for the message.
 */
final class FolderLock implements AutoCloseable {
    /**
     * POSIX file locks belong to the process, and closing any descriptor of the file drops them. So a second opener in
     * this JVM must be refused before it opens the file.
     */
    private static final Set<Path> HELD_BY_THIS_JVM = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws DataFolderInUse naming the holder's pid */
    static FolderLock take(PostgresFolder folder) throws IOException {
        Path file = folder.root().toRealPath().resolve(folder.lock().getFileName());
        String self = Long.toString(ProcessHandle.current().pid());
        if (!HELD_BY_THIS_JVM.add(file)) {
            throw new DataFolderInUse(folder.root(), self);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw new DataFolderInUse(folder.root(), holder(channel));
            }
            channel.truncate(0).write(ByteBuffer.wrap((self + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new FolderLock(file, channel);
        } catch (IOException | RuntimeException failed) {
            release(file, channel);
            throw failed;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    }

    private static void release(Path file, FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD_BY_THIS_JVM.remove(file);
        }
    }

    @Override
    public void close() throws IOException {
        // Once: by a second time the folder may be another's.
        if (channel.isOpen()) {
            release(file, channel);
        }
    }
}

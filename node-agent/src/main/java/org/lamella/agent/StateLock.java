package org.lamella.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a state folder to one agent. The kernel lets go of it when the agent ends, however it ends; the file stays, and
 * holds the number of the process that had it last.
 */
final class StateLock implements AutoCloseable {
    private final FileChannel file;

    private StateLock(FileChannel file) {
        this.file = file;
    }

    /** @throws IOException naming the folder and the process that has it */
    static StateLock take(Path state) throws IOException {
        Path path = Files.createDirectories(state).resolve("agent.lock");
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!tryLock(file)) {
            file.close();
            String holder = Files.readString(path).strip();
            throw new IOException("the state in " + state + " is in use by the agent with pid " + holder);
        }
        file.truncate(0);
        file.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
        return new StateLock(file);
    }

    private static boolean tryLock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this process has it
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

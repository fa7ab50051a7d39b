package org.lamella.agent.host;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells when processes end, children or not: one thread that sleeps in poll(2) on a descriptor for each. The JDK's own
 * {@code ProcessHandle.onExit} takes a thread for each process that is not its child, and looks three times a second.
 */
public final class ExitWatch implements AutoCloseable {
    private final Posix posix;
    private final int wakeRead;
    private final int wakeWrite;
    private final Map<Integer, Runnable> watched = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    public ExitWatch(Posix posix) throws IOException {
        this.posix = posix;
        int[] pipe = posix.pipe();
        this.wakeRead = pipe[0];
        this.wakeWrite = pipe[1];
        this.thread = Thread.ofPlatform().name("exit-watch").daemon().start(this::loop);
    }

    /** @param then run once, when the process has ended, at once if there is none; it must return at once */
    public void onExit(long pid, Runnable then) throws IOException {
        int fd = posix.openProcess(pid);
        if (fd < 0) {
            then.run();
            return;
        }
        watched.put(fd, then);
        posix.writeByte(wakeWrite);
    }

    /**
     * Sends a signal to processes and waits for them to end.
     *
     * @return whether all have ended within the limit
     */
    public boolean end(Collection<Long> pids, int signal, Duration limit) throws IOException {
        CountDownLatch left = new CountDownLatch(pids.size());
        for (long pid : pids) {
            onExit(pid, left::countDown);
            posix.kill(pid, signal);
        }
        try {
            return left.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (closed) {
            return;
        }
        closed = true;
        posix.writeByte(wakeWrite);
        thread.join();
        watched.keySet().forEach(posix::close);
        posix.close(wakeRead);
        posix.close(wakeWrite);
    }

    private void loop() {
        while (!closed) {
            List<Integer> processes = List.copyOf(watched.keySet());
            int[] descriptors = new int[processes.size() + 1];
            descriptors[0] = wakeRead;
            for (int i = 0; i < processes.size(); i++) {
                descriptors[i + 1] = processes.get(i);
            }
            boolean[] readable = posix.awaitReadable(descriptors);
            if (readable[0]) {
                posix.readBytes(wakeRead);
            }
            for (int i = 1; i < readable.length; i++) {
                if (readable[i]) {
                    ended(descriptors[i]);
                }
            }
        }
    }

    private void ended(int fd) {
        Runnable then = watched.remove(fd);
        posix.close(fd);
        then.run();
    }
}

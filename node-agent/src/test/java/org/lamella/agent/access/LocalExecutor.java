package org.lamella.agent.access;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;
import org.lamella.agent.runtime.Executor;
import org.lamella.agent.runtime.TerminalSize;

/** Runs sessions as plain processes of this machine, and counts what is read of their output. */
public final class LocalExecutor implements Executor {
    public final AtomicLong bytesRead = new AtomicLong();
    public final BlockingQueue<ExecRequest> asked = new LinkedBlockingQueue<>();
    public final BlockingQueue<TerminalSize> sizes = new LinkedBlockingQueue<>();
    public final BlockingQueue<Process> started = new LinkedBlockingQueue<>();

    @Override
    public Execution exec(String slice, ExecRequest request) throws IOException {
        if (slice.equals("demo_missing")) {
            throw new IOException("container " + slice + " does not exist");
        }
        ProcessBuilder builder = new ProcessBuilder(request.command());
        builder.environment().putAll(request.environment());
        builder.directory(new java.io.File(request.workingDirectory()));
        Process process = builder.start();
        started.add(process);
        asked.add(request);
        return new LocalExecution(process);
    }

    private final class LocalExecution implements Execution {
        private final Process process;

        LocalExecution(Process process) {
            this.process = process;
        }

        @Override
        public OutputStream stdin() {
            return process.getOutputStream();
        }

        @Override
        public InputStream stdout() {
            return new FilterInputStream(process.getInputStream()) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int read = super.read(buffer, offset, length);
                    bytesRead.addAndGet(Math.max(read, 0));
                    return read;
                }
            };
        }

        @Override
        public InputStream stderr() {
            return process.getErrorStream();
        }

        @Override
        public void resize(TerminalSize size) {
            sizes.add(size);
        }

        @Override
        public int await() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public void close() {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}

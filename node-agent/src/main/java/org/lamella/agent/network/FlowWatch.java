package org.lamella.agent.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.lamella.agent.host.Commands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down which sliver has which connection, as the kernel tells {@code conntrack}. When that ends it is started again, and
 * what is open then is written down anew; what begins and ends while no agent runs is in nobody's log.
 */
final class FlowWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FlowWatch.class);
    private static final long PAUSE_SECONDS = 2;
    private static final int LARGEST_BATCH = 64 << 10;
    private static final String BUFFER_BYTES = "4194304";

    private final Commands commands;
    private final FlowLog flows;
    private final Function<String, Optional<String>> slices;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean closed;
    private volatile Process watching;

    /** @param slices by their slivers' addresses */
    FlowWatch(Commands commands, FlowLog flows, Function<String, Optional<String>> slices, Clock clock) {
        this.commands = commands;
        this.flows = flows;
        this.slices = slices;
        this.clock = clock;
        // Started by whoever is in the node's network namespace, in which it then stays.
        this.thread = Thread.ofPlatform().name("connections").daemon().unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        Process process = watching;
        if (process != null) {
            process.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
        }
        thread.interrupt();
        if (thread.isAlive()) {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }

    private void watch() {
        while (!closed) {
            try {
                follow();
            } catch (IOException e) {
                if (!closed) {
                    log.warn("which sliver sends what is not written down now: {}", e.getMessage());
                }
            }
            try {
                TimeUnit.SECONDS.sleep(closed ? 0 : PAUSE_SECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void follow() throws IOException {
        Process process = commands.builder(
                        List.of("conntrack", "-E", "-e", "NEW,DESTROY", "-o", "timestamp", "-b", BUFFER_BYTES))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        watching = process;
        if (closed) {
            process.destroyForcibly();
        }
        process.getOutputStream().close();
        try (BufferedReader events = process.inputReader(StandardCharsets.ISO_8859_1)) {
            long now = clock.millis();
            flows.anew(now);
            writeDown(commands.run(List.of("conntrack", "-L")).lines().toList(), now);
            StringBuilder batch = new StringBuilder();
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                Flow.read(line, slices, clock.millis()).map(FlowLog::line).ifPresent(batch::append);
                if (batch.length() > LARGEST_BATCH || !events.ready()) {
                    flush(batch);
                }
            }
            flush(batch);
        } finally {
            process.destroyForcibly();
        }
    }

    private void writeDown(List<String> lines, long now) throws IOException {
        StringBuilder open = new StringBuilder();
        lines.forEach(line -> Flow.read(line, slices, now).map(FlowLog::line).ifPresent(open::append));
        flush(open);
    }

    private void flush(StringBuilder batch) throws IOException {
        if (!batch.isEmpty()) {
            flows.append(batch.toString());
            batch.setLength(0);
        }
    }
}

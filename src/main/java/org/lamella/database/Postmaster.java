package org.lamella.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server's first process, ours or a killed control plane's. */
record Postmaster(ProcessHandle process) {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final String PID_FILE = "postmaster.pid";
    private static final int STATUS_LINE = 7;
    private static final long POLL_MILLIS = 20;

    private enum Shutdown {
        /** Open transactions are rolled back, the data files left clean. */
        FAST("INT", Duration.ofSeconds(20)),
        /** As a power cut, but the children go too; the next start replays the log. */
        IMMEDIATE("QUIT", Duration.ofSeconds(5)),
        KILL("KILL", Duration.ofSeconds(5));

        private final String signal;
        private final Duration patience;

        Shutdown(String signal, Duration patience) {
            this.signal = signal;
            this.patience = patience;
        }
    }

    /** True once {@code postmaster.pid} names this process and says it takes connections. */
    boolean isReady(Path cluster) throws IOException {
        List<String> lines = pidFile(cluster);
        return lines.size() > STATUS_LINE
                && lines.getFirst().strip().equals(Long.toString(process.pid()))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    /**
     * Clears the way for a new server on these data files, whose folder we hold: ends the one that a killed control plane
     * left, and takes away a pid file whose pid has been given to another program since, which would keep PostgreSQL from
     * starting. A pid alone proves nothing, so the command line decides: a PostgreSQL on this very folder is ended;
     * anything that may be another PostgreSQL is left alone, and ours then says so itself.
     */
    static void clearWay(Path cluster) throws IOException {
        List<String> lines = pidFile(cluster);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,9}")) {
            return;
        }
        Optional<Postmaster> found =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).map(Postmaster::new);
        if (found.isPresent()) {
            found.get().makeWay(cluster);
        }
    }

    private void makeWay(Path cluster) throws IOException {
        List<String> words = commandLine(process.pid());
        String program = words.getFirst();
        if (servesFrom(cluster, words)) {
            log.info("Stopping PostgreSQL (pid {}), left by a killed control plane", process.pid());
            stop();
        } else if (!program.isEmpty() && !program.contains("postgres")) {
            log.info("Removing the pid file of a killed PostgreSQL: pid {} is {} now", process.pid(), program);
            Files.deleteIfExists(cluster.resolve(PID_FILE));
        }
    }

    /** Ends it, in stages of growing force; returns once it is gone or nothing more can be done, at most 30 s. */
    void stop() throws IOException {
        for (Shutdown stage : Shutdown.values()) {
            if (!process.isAlive()) {
                return;
            }
            signal(stage.signal);
            if (endsWithin(stage.patience)) {
                return;
            }
            log.warn(
                    "PostgreSQL (pid {}) is still there {} s after SIG{}",
                    process.pid(),
                    stage.patience.toSeconds(),
                    stage.signal);
        }
    }

    private boolean endsWithin(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean ended;
        do {
            ended = endsSoon();
        } while (!ended && System.nanoTime() < deadline);
        return ended;
    }

    private boolean endsSoon() throws IOException {
        try {
            process.onExit().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return isZombie();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while PostgreSQL stops", stopped);
        }
    }

    /** An orphan is init's to bury, and not every container's first process does it. */
    private boolean isZombie() {
        return commandLine(process.pid()).getFirst().isEmpty();
    }

    /** ProcessHandle knows TERM and KILL only: for PostgreSQL, "once all clients are gone" and a power cut. */
    private void signal(String name) throws IOException {
        new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> pidFile(Path cluster) throws IOException {
        try {
            return Files.readAllLines(cluster.resolve(PID_FILE));
        } catch (NoSuchFileException notRunning) {
            return List.of();
        }
    }

    /** The words of its command; one empty word when it has ended. */
    private static List<String> commandLine(long pid) {
        try {
            byte[] words = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return List.of(new String(words, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException gone) {
            return List.of("");
        }
    }

    private static boolean servesFrom(Path cluster, List<String> commandLine) {
        int folder = commandLine.indexOf("-D") + 1;
        return commandLine.getFirst().endsWith("/postgres")
                && folder > 0
                && folder < commandLine.size()
                && commandLine.get(folder).equals(cluster.toString());
    }
}

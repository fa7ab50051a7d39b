package org.lamella.agent.context;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.lamella.agent.host.ExitWatch;
import org.lamella.agent.host.HostTools;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files in the place of those of {@code /proc} that tell of the whole machine: what a reader finds in them is what its own control
 * groups may have. They come from lxcfs, where the host has it; without it contexts see the machine's numbers.
 *
 * <p>It serves the contexts that run, so it outlives the agent: the next life finds it by its mount, and goes on with it.
 */
final class Lxcfs {
    private static final Logger log = LoggerFactory.getLogger(Lxcfs.class);
    private static final String PROGRAM = "lxcfs";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(2);

    private static final List<String> FILES = List.of(
            "proc/cpuinfo",
            "proc/diskstats",
            "proc/loadavg",
            "proc/meminfo",
            "proc/slabinfo",
            "proc/stat",
            "proc/swaps",
            "proc/uptime",
            "sys/devices/system/cpu/online");

    private final Path folder;
    private final Path pidFile;
    private final Posix posix;
    private final ExitWatch exits;

    Lxcfs(Folders folders, Posix posix, ExitWatch exits) {
        this.folder = folders.run().resolve("lxcfs");
        this.pidFile = folders.run().resolve("lxcfs.pid");
        this.posix = posix;
        this.exits = exits;
    }

    /**
     * Starts it when it is not there, or does not answer: contexts that were started with one that has ended since have nothing in
     * these files until they are started again.
     *
     * @return by their places outside, the places inside; none where the host has no lxcfs, or it does not start
     */
    synchronized Map<Path, String> files() throws IOException {
        if (!answers() && HostTools.exists(PROGRAM)) {
            end();
            start();
        }
        Map<Path, String> files = new LinkedHashMap<>();
        for (String file : FILES) {
            if (Files.exists(folder.resolve(file))) {
                files.put(folder.resolve(file), "/" + file);
            }
        }
        return files;
    }

    private boolean answers() {
        try {
            return Files.readAllBytes(folder.resolve("proc/uptime")).length > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns when it is mounted. It is not marked as what the agent starts is, or the next life would end it; and it is in a session
     * of its own, so that what ends the agent's at a terminal does not end it, too.
     */
    private void start() throws IOException {
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(
                        "setsid",
                        PROGRAM,
                        "--foreground",
                        "--enable-loadavg",
                        "--enable-cfs",
                        "--pidfile=" + pidFile,
                        folder.toString())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", HostTools.SEARCHED);
        Process process = builder.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && !answers() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        if (!answers()) {
            process.destroyForcibly();
            log.warn("lxcfs does not start: slivers see the whole machine's memory and processors");
        }
    }

    /** Ends it, if it runs, with what is left of one that has ended. */
    synchronized void end() throws IOException {
        for (Path mount : Mounts.at(folder).reversed()) {
            posix.unmount(mount);
        }
        if (Files.exists(pidFile)) {
            String pid = Files.readString(pidFile).strip();
            if (pid.matches("\\d+") && isOurs(pid)) {
                exits.end(Set.of(Long.valueOf(pid)), Posix.SIGTERM, PATIENCE);
            }
            Files.deleteIfExists(pidFile);
        }
        Files.deleteIfExists(folder);
    }

    /** By its arguments: the number may by now be another process's. */
    private boolean isOurs(String pid) {
        try {
            byte[] arguments = Files.readAllBytes(Path.of("/proc", pid, "cmdline"));
            return List.of(new String(arguments, StandardCharsets.UTF_8).split("\0", -1))
                    .contains(folder.toString());
        } catch (IOException e) {
            return false;
        }
    }
}

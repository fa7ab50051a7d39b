package org.lamella.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Mounts;

/** A running sliver as the kernel has it, found by a process in it. */
final class SliverInKernel {
    private static final int START_FIELD = 19;
    private static final int LONGEST_SECONDS = 30;
    private static final String MEMORY = "memory";

    private final long pid;
    private final long agent;
    private final Cgroups cgroups;
    private final String leaf;

    private SliverInKernel(long pid, long agent) throws IOException {
        this.pid = pid;
        this.agent = agent;
        Path group = Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")).stream()
                .map(line -> line.split(":", 3))
                .filter(parts -> List.of(parts[1].split(",", -1)).contains("pids") || parts[0].equals("0"))
                .max((one, other) -> Integer.compare(one[1].length(), other[1].length()))
                .map(parts -> Path.of(parts[2].substring(1)))
                .orElseThrow(() -> new IOException(pid + " is in no control group"));
        this.leaf = group.getFileName().toString();
        this.cgroups = new Cgroups(Mounts.all(), group.getParent().toString());
    }

    /**
     * Waits until there is a process with this command line, blanks between its words.
     *
     * @param agent whose network the sliver's traffic leaves by
     */
    static SliverInKernel await(String commandLine, long agent) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        Optional<Path> found = find(commandLine);
        while (found.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IOException("there is no process '" + commandLine + "'");
            }
            TimeUnit.MILLISECONDS.sleep(50);
            found = find(commandLine);
        }
        return new SliverInKernel(Long.parseLong(found.get().getFileName().toString()), agent);
    }

    private static Optional<Path> find(String commandLine) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> runs(process, commandLine))
                    .findFirst();
        }
    }

    private static boolean runs(Path process, String commandLine) {
        try {
            return Files.readString(process.resolve("cmdline"), ISO_8859_1)
                    .replace('\0', ' ')
                    .strip()
                    .equals(commandLine);
        } catch (IOException gone) {
            return false;
        }
    }

    /** When its process began, since boot. */
    long startTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), ISO_8859_1);
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_FIELD]);
    }

    private boolean isV2() {
        return cgroups.isUnified("cpu");
    }

    long cpuWeight() throws IOException {
        return Long.parseLong(cgroups.read(leaf, "cpu", isV2() ? "cpu.weight" : "cpu.shares"));
    }

    /** Bytes; -1: none. */
    long memoryLimit() throws IOException {
        String limit = cgroups.read(leaf, MEMORY, isV2() ? "memory.max" : "memory.limit_in_bytes");
        return limit.equals("max") ? -1 : Long.parseLong(limit);
    }

    long processesLimit() throws IOException {
        String limit = cgroups.read(leaf, "pids", "pids.max");
        return limit.equals("max") ? -1 : Long.parseLong(limit);
    }

    /** Whether there is a class of this ceiling at the uplink. */
    boolean hasCeiling(long megabits) throws IOException {
        Process tc = new ProcessBuilder(
                        "nsenter", "--target", Long.toString(agent), "--net", "tc", "class", "show", "dev", "eth0")
                .redirectErrorStream(true)
                .start();
        String classes = new String(tc.getInputStream().readAllBytes(), ISO_8859_1);
        return classes.contains(" ceil " + megabits + "Mbit ");
    }
}

package org.lamella.agent.spectator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.ProcessStat;
import org.lamella.agent.storage.ImageIds;

/**
 * Reads what the kernel tells of the processes in the slivers' control groups. No file of a sliver is opened, and nothing is
 * run in one.
 */
public final class KernelSpectator implements Spectator {
    private static final Path PROC = Path.of("/proc");
    private static final int LONGEST_COMMAND = 200;
    /** A letter takes four bytes at most. */
    private static final int COMMAND_BYTES = LONGEST_COMMAND * 4 + 4;

    private static final long KIBI = 1024;

    private final Cgroups cgroups;

    public KernelSpectator(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    @Override
    public List<SliverProcess> processes(Optional<String> slice) throws IOException {
        Collection<String> slices = slice.<Collection<String>>map(Set::of).orElse(cgroups.leaves());
        Instant boot = bootTime();
        List<SliverProcess> found = new ArrayList<>();
        for (String name : slices) {
            for (long pid : cgroups.pids(name)) {
                process(name, pid, boot).ifPresent(found::add);
            }
        }
        return found;
    }

    /** @return empty when it has ended, or its number has meanwhile gone to a process elsewhere */
    private Optional<SliverProcess> process(String slice, long pid, Instant boot) {
        Path folder = PROC.resolve(Long.toString(pid));
        Optional<ProcessStat> stat = ProcessStat.of(pid);
        try {
            if (stat.isEmpty()) {
                return Optional.empty();
            }
            ProcessStatus status =
                    ProcessStatus.parse(Files.readString(folder.resolve("status"), StandardCharsets.ISO_8859_1));
            if (status.uid() < ImageIds.SHIFT) {
                return Optional.empty(); // the runtime's own, on its way in
            }
            String command = command(folder);
            // Last, so that all that was read before is of the process that this says it is.
            boolean ofTheSlice = Files.readAllLines(folder.resolve("cgroup")).stream()
                    .anyMatch(line -> isIn(line, cgroups.runtimePath(slice)));
            return ofTheSlice
                    ? Optional.of(new SliverProcess(
                            slice,
                            pid,
                            status.pidInside(),
                            status.uid() - ImageIds.SHIFT,
                            stat.get().state(),
                            stat.get().cpuTime(),
                            status.residentKibi() * KIBI,
                            boot.plus(ProcessStat.duration(stat.get().startTicks())),
                            command))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A line is {@code number:controllers:path}. */
    private static boolean isIn(String line, String group) {
        String path = line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1);
        return path.equals(group) || path.startsWith(group + "/");
    }

    private static String command(Path folder) throws IOException {
        byte[] arguments = start(folder.resolve("cmdline"));
        int length = arguments.length;
        while (length > 0 && arguments[length - 1] == 0) {
            length--;
        }
        if (length == 0) {
            byte[] name = start(folder.resolve("comm"));
            return "[" + Printable.of(name, LONGEST_COMMAND).replaceFirst("\\\\x0a$", "") + "]";
        }
        byte[] spaced = new byte[length];
        for (int i = 0; i < length; i++) {
            spaced[i] = arguments[i] == 0 ? (byte) ' ' : arguments[i];
        }
        return Printable.of(spaced, LONGEST_COMMAND);
    }

    /** A command line may be megabytes long. */
    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(COMMAND_BYTES);
        }
    }

    private static Instant bootTime() throws IOException {
        for (String line : Files.readAllLines(PROC.resolve("stat"))) {
            if (line.startsWith("btime ")) {
                return Instant.ofEpochSecond(Long.parseLong(line.substring("btime ".length())));
            }
        }
        throw new IOException("/proc/stat does not say when the machine was started");
    }
}

package org.lamella.agent.cpu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.lamella.agent.cgroups.Cgroups;

/**
 * The cpu controller, v1 and v2 (the kernel's {@code cgroup-v2.rst} and {@code sched-bwc.rst}).
 *
 * <p>Usage and waiting are read from the unified hierarchy where there is one, also beside controllers on v1: there the kernel
 * counts the pressure of a group ({@code psi.rst}). The files are kept open: five times a second, opening would cost more
 * than reading. A file of a group that has gone fails to be read, so that a context built anew is noticed.
 *
 * <p>Not thread-safe.
 */
final class CgroupCpu implements CpuGroups, AutoCloseable {
    private static final String CPU = "cpu";

    /** The sum of all slivers' weights: in v2 a weight is at most 10,000, in v1 262,144. */
    private static final double WHOLE_V1 = 102_400;

    private static final double WHOLE_V2 = 10_000;
    private static final long LEAST_V1 = 2;
    private static final long MOST_V1 = 262_144;
    private static final long LEAST_V2 = 1;
    private static final long MOST_V2 = 10_000;

    /** Long enough that a burst is not cut up, short enough that a capped sliver answers. */
    private static final long PERIOD_MICROS = 100_000;

    private static final long LEAST_QUOTA_MICROS = 1_000;

    /**
     * All slivers together weigh twice what a systemd slice does, which holds all services of a host. Not more, though they are what
     * the node is for: under a group that weighs four times that and holds somebody who wakes often, the scheduler of kernel 6.18 lets
     * others of the group wait for seconds (measured: docs/rationale.md). A host that is to give its slivers more makes the others lighter.
     */
    private static final long SLICES_OF_SYSTEMD = 2;

    private static final long SYSTEMD_SLICE_V1 = 1_024;
    private static final long SYSTEMD_SLICE_V2 = 100;

    private static final int LONGEST_FILE = 1_024;

    private final Cgroups cgroups;
    private final boolean v2;
    private final boolean pressure;
    private final int cpus = Runtime.getRuntime().availableProcessors();
    private final Map<String, Open> open = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_FILE);

    CgroupCpu(Cgroups cgroups) {
        this.cgroups = cgroups;
        this.v2 = cgroups.isUnified("cpu");
        this.pressure = cgroups.countsPressure();
    }

    private record Open(FileChannel usage, Optional<FileChannel> pressure) implements AutoCloseable {
        @Override
        public void close() {
            try (usage) {
                if (pressure.isPresent()) {
                    pressure.get().close();
                }
            } catch (IOException e) {
                // Nothing was written by it.
            }
        }
    }

    @Override
    public int cpus() {
        return cpus;
    }

    @Override
    public boolean countsWaiting() {
        return pressure;
    }

    @Override
    public CpuReading read(String sliver, CpuReading last) throws IOException {
        Open files = open.get(sliver);
        if (files == null) {
            files = open(sliver);
            open.put(sliver, files);
        }
        try {
            Duration used = pressure || v2
                    ? micros(number(text(files.usage()), "usage_usec "))
                    : Duration.ofNanos(Long.parseLong(text(files.usage()).strip()));
            if (used.equals(last.used())) {
                return last;
            }
            Duration waited = files.pressure().isPresent()
                    ? micros(number(text(files.pressure().get()), "total="))
                    : Duration.ZERO;
            return new CpuReading(used, waited);
        } catch (IOException e) {
            forget(sliver);
            throw e;
        }
    }

    /** Lets go of the files of all slivers but these. */
    void keepOnly(Set<String> slivers) {
        Set.copyOf(open.keySet()).stream()
                .filter(name -> !slivers.contains(name))
                .forEach(this::forget);
    }

    private void forget(String sliver) {
        Open files = open.remove(sliver);
        if (files != null) {
            files.close();
        }
    }

    private Open open(String sliver) throws IOException {
        if (!pressure && !v2) {
            return new Open(channel(cgroups.file(sliver, "cpuacct", "cpuacct.usage")), Optional.empty());
        }
        FileChannel usage = channel(cgroups.unifiedFile(sliver, "cpu.stat"));
        if (!pressure) {
            return new Open(usage, Optional.empty());
        }
        try {
            return new Open(usage, Optional.of(channel(cgroups.unifiedFile(sliver, "cpu.pressure"))));
        } catch (IOException e) {
            usage.close();
            throw e;
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    private String text(FileChannel file) throws IOException {
        buffer.clear();
        file.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }

    /** The first number that stands after this word. */
    private static long number(String text, String word) throws IOException {
        int start = text.indexOf(word);
        if (start < 0) {
            throw new IOException("'" + text + "' says nothing of " + word.strip());
        }
        int from = start + word.length();
        int to = from;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
            to++;
        }
        return Long.parseLong(text, from, to, 10);
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    @Override
    public void weigh(String sliver, double part) throws IOException {
        if (v2) {
            write(sliver, "cpu.weight", Math.clamp(Math.round(part * WHOLE_V2), LEAST_V2, MOST_V2));
        } else {
            write(sliver, "cpu.shares", Math.clamp(Math.round(part * WHOLE_V1), LEAST_V1, MOST_V1));
        }
    }

    @Override
    public void cap(String sliver, OptionalDouble most) throws IOException {
        long quota =
                most.isPresent() ? Math.max(LEAST_QUOTA_MICROS, Math.round(most.getAsDouble() * PERIOD_MICROS)) : -1;
        if (v2) {
            cgroups.write(sliver, CPU, "cpu.max", (quota < 0 ? "max" : quota) + " " + PERIOD_MICROS);
        } else {
            write(sliver, "cpu.cfs_period_us", PERIOD_MICROS);
            write(sliver, "cpu.cfs_quota_us", quota);
        }
    }

    /** Gives all slivers together their weight against the host's own processes. */
    void weighAll() throws IOException {
        if (v2) {
            cgroups.writeParent(CPU, "cpu.weight", String.valueOf(SYSTEMD_SLICE_V2 * SLICES_OF_SYSTEMD));
        } else {
            cgroups.writeParent(CPU, "cpu.shares", String.valueOf(SYSTEMD_SLICE_V1 * SLICES_OF_SYSTEMD));
        }
    }

    private void write(String sliver, String file, long value) throws IOException {
        cgroups.write(sliver, CPU, file, String.valueOf(value));
    }

    @Override
    public void close() {
        keepOnly(Set.of());
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.util.Optional;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.plan.SliverBounds;

/** What the kernel lets all processes of a sliver have together, by its control groups. */
record Limits(Cgroups cgroups) {
    private static final String UNLIMITED_V1 = "-1";
    private static final String UNLIMITED_V2 = "max";

    /**
     * Harmless where they are in force already.
     *
     * @throws IOException with the kernel's reason; the limits before it in the list are in force then
     */
    void apply(String slice, SliverBounds bounds) throws IOException {
        write(slice, "pids", "pids.max", Long.toString(bounds.processes()));
        if (cgroups.isUnified("memory")) {
            memoryV2(slice, bounds.memoryBytes());
        } else {
            memoryV1(slice, bounds.memoryBytes());
        }
    }

    /** On its way to either limit the sum of memory and swap may never be the smaller one. */
    private void memoryV1(String slice, long bytes) throws IOException {
        Optional<String> sum = existing(slice, "memory.memsw.limit_in_bytes");
        String limit = bytes == 0 ? UNLIMITED_V1 : Long.toString(bytes);
        if (sum.isPresent()) {
            write(slice, "memory", sum.get(), UNLIMITED_V1);
        }
        try {
            write(slice, "memory", "memory.limit_in_bytes", limit);
        } catch (IOException e) {
            // What was in force stays so, of both.
            if (sum.isPresent()) {
                write(slice, "memory", sum.get(), cgroups.read(slice, "memory", "memory.limit_in_bytes"));
            }
            throw e;
        }
        if (sum.isPresent()) {
            write(slice, "memory", sum.get(), limit);
        }
    }

    /** Without swap beside it, as by v1's sum of the two. */
    private void memoryV2(String slice, long bytes) throws IOException {
        write(slice, "memory", "memory.max", bytes == 0 ? UNLIMITED_V2 : Long.toString(bytes));
        Optional<String> swap = existing(slice, "memory.swap.max");
        if (swap.isPresent()) {
            write(slice, "memory", swap.get(), bytes == 0 ? UNLIMITED_V2 : "0");
        }
    }

    /** Kernels count swap only where they were built and started to. */
    private Optional<String> existing(String slice, String file) {
        return cgroups.has(slice, "memory", file) ? Optional.of(file) : Optional.empty();
    }

    private void write(String slice, String controller, String file, String value) throws IOException {
        Refusals.write(cgroups, slice, controller, file, value);
    }
}

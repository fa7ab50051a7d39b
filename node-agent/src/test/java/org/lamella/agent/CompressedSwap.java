package org.lamella.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;

/**
 * Swap of the machine's for the time of a test, on a compressed disk in memory of its own (the kernel's {@code zram.rst}). Nobody but a control group
 * that comes to its limit swaps to it while the machine has memory.
 */
final class CompressedSwap implements AutoCloseable {
    private static final Path CONTROL = Path.of("/sys/class/zram-control");
    private static final Path SWAPS = Path.of("/proc/swaps");

    private final Commands commands = new Commands(Posix.open(), "compressed-swap");
    private final String number;

    CompressedSwap(long bytes) throws IOException {
        // Reading it makes a device, and says which.
        this.number = Files.readString(CONTROL.resolve("hot_add")).strip();
        try {
            Files.writeString(Path.of("/sys/block/zram" + number + "/disksize"), Long.toString(bytes));
            commands.run(List.of("mkswap", device()));
            commands.run(List.of("swapon", device()));
        } catch (IOException e) {
            remove();
            throw e;
        }
    }

    /** Whether the kernel can make such a disk, and the machine has no swap already. */
    static boolean isPossible() throws IOException {
        return Files.exists(CONTROL.resolve("hot_add"))
                && Files.readAllLines(SWAPS).size() == 1;
    }

    private String device() {
        return "/dev/zram" + number;
    }

    private void remove() throws IOException {
        Files.writeString(CONTROL.resolve("hot_remove"), number);
    }

    @Override
    public void close() throws IOException {
        commands.run(List.of("swapoff", device()));
        remove();
    }
}

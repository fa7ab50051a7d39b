package org.lamella.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One process as the kernel describes it.
 *
 * @param state the kernel's letter: {@code Z} and {@code X} are dead
 * @param parent the process id of its parent
 * @param session the process id of its session's leader
 * @param cpuTicks what it has computed so far, in user and kernel mode, in clock ticks
 * @param startTicks when it started, in clock ticks since boot; with the pid it names a process for the life of a boot,
 *     while a pid alone is used again
 */
public record ProcessStat(long pid, char state, long parent, long session, long cpuTicks, long startTicks) {
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int USER_TICKS = 11;
    private static final int KERNEL_TICKS = 12;
    private static final int START_TICKS = 19;
    /** The kernel's own clock may run faster; what it shows to programs is always in hundredths of a second. */
    private static final Duration TICK = Duration.ofMillis(10);

    /** @return empty when there is no such process */
    public static Optional<ProcessStat> of(long pid) {
        try {
            return Optional.of(parse(
                    pid, Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            // Gone, or going: the kernel answers ESRCH when it ends during the read.
            return Optional.empty();
        }
    }

    /** The name in brackets may itself hold brackets and blanks, so fields are counted after the last bracket. */
    static ProcessStat parse(long pid, String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ", -1);
        return new ProcessStat(
                pid,
                fields[STATE].charAt(0),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[SESSION]),
                Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[KERNEL_TICKS]),
                Long.parseLong(fields[START_TICKS]));
    }

    public static Duration duration(long ticks) {
        return TICK.multipliedBy(ticks);
    }

    public Duration cpuTime() {
        return duration(cpuTicks);
    }

    public boolean alive() {
        return state != 'Z' && state != 'X';
    }
}

package org.lamella.agent.watchdog;

import java.util.Locale;

/** Bytes for people. */
final class Amount {
    private static final long MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;

    private Amount() {}

    static String words(long bytes) {
        return bytes >= 10 * GIBI
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIBI)
                : String.format(Locale.ROOT, "%d MiB", bytes / MEBI);
    }
}

package org.lamella.slivers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lamella.slices.DiskLimit;

/**
 * What the page of a slice shows of its slivers' disks.
 *
 * @param own whether the limit was set for this slice
 * @param rows the fullest first, at most {@code most}
 * @param left bytes that the quota has left for all slivers of the slice together
 */
record DiskPart(DiskLimit limit, boolean own, DiskLimit usual, List<SliverDisks.Row> rows, int most, long left) {
    private static final double KILO = 1000;
    private static final double GIGA = 1e9;
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB", "EB");

    /** Such as {@code 5.0 GB}. */
    public String size(long bytes) {
        double number = bytes;
        int unit = 0;
        for (; number >= KILO; unit++) {
            number /= KILO;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", number, UNITS.get(unit));
    }

    public String giga(long bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / GIGA);
    }

    /** Of bytes or inodes, whichever is fuller. */
    public long percent(SliverDisks.Row row) {
        return row.use()
                .map(use -> Math.max(percent(use.usedBytes(), use.bytes()), percent(use.usedInodes(), use.inodes())))
                .orElse(0L);
    }

    public Optional<Long> fullest() {
        return rows.stream()
                .filter(row -> row.use().isPresent())
                .map(this::percent)
                .max(Long::compare);
    }

    private static long percent(long used, long all) {
        return all == 0 ? 0 : Math.round(100.0 * used / all);
    }
}

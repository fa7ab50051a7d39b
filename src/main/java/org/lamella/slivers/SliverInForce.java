package org.lamella.slivers;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a sliver's part of its node, beside what its node has put into force.
 *
 * @param asked as it is wanted now
 * @param applied what of it is in force, or was when it last ran; null: it never ran. Where its node refuses something, as it was before
 * @param appliedAt when all that was asked last came into force; null: it never has
 * @param inForce whether what is asked is what is applied
 * @param waitsFor why it is not; empty when it is
 */
record SliverInForce(
        SliverResources asked,
        @Nullable SliverResources applied,
        @Nullable Instant appliedAt,
        boolean inForce,
        String waitsFor) {
    /** One line for people. */
    record Line(String title, String asked, String applied) {
        public boolean differs() {
            return !asked.equals(applied);
        }
    }

    public List<Line> lines() {
        return List.of(
                line("CPU reserved, %", one -> plain(one.cpuPercent()) + (one.capped() ? ", and no more" : "")),
                line("Cores of its own", one -> count(one.cpuCores())),
                line("CPU share", one -> plain(one.cpuShare())),
                line("Network reserved, bit/s", one -> count(one.networkBits())),
                line("Network share", one -> plain(one.networkShare())),
                line("Network ceiling, bit/s", one -> ceiling(one.networkCeilingBits())),
                line("Sent in a day, bytes", one -> ceiling(one.networkDailyBytes())),
                line("Memory guaranteed, bytes", one -> count(one.memoryBytes())),
                line(
                        "Memory limit, bytes",
                        one -> one.memoryLimitBytes() == null ? "as the node has" : count(one.memoryLimitBytes())),
                line("Processes", one -> count(one.processes())),
                line("Disk, bytes", one -> count(one.diskBytes())),
                line("Disk, inodes", one -> count(one.diskInodes())),
                line("Disk I/O share", one -> plain(one.ioShare())),
                line("Disk reads, bytes/s", one -> ceiling(one.ioReadBytes())),
                line("Disk writes, bytes/s", one -> ceiling(one.ioWriteBytes())));
    }

    private Line line(String title, Function<SliverResources, String> of) {
        return new Line(title, of.apply(asked), applied == null ? "–" : of.apply(Objects.requireNonNull(applied)));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String ceiling(long number) {
        return number == 0 ? "none" : count(number);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

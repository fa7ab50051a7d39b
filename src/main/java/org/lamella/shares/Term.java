package org.lamella.shares;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.lamella.web.FieldError;

/** What can be said of how a sliver has its part of a node. */
public enum Term {
    CPU_SHARE("cpuShare", "CPU share"),
    NETWORK_SHARE("networkShare", "Network share"),
    /** In each direction. */
    NETWORK_CEILING_BITS("networkCeilingBits", "Network ceiling", "bit/s", 8_000, 1_000_000_000_000L),
    /** Sent in a day of UTC: the ceiling narrows towards them. */
    NETWORK_DAILY_BYTES("networkDailyBytes", "Sent in a day", "bytes", 1_000_000, 1L << 50),
    IO_SHARE("ioShare", "Disk I/O share"),
    IO_READ_BYTES("ioReadBytes", "Disk read ceiling", "bytes/s", 65_536, 1_000_000_000_000L),
    IO_WRITE_BYTES("ioWriteBytes", "Disk write ceiling", "bytes/s", 65_536, 1_000_000_000_000L),
    /** Threads count, too. The usual numbers of this and the next are an agent's own, too, for control planes that say none. */
    PROCESSES("processes", "Processes", "", Kind.COUNT, 4096, 16, 1_000_000),
    MEMORY_LIMIT_BYTES("memoryBytes", "Memory", "bytes", Kind.MEMORY, 0, 16 << 20, 1L << 50),
    OPEN_FILES("openFiles", "Open files of a process", "", Kind.COUNT, 20_000, 64, 1_048_576),
    LOCKED_MEMORY_BYTES(
            "lockedMemoryBytes", "Locked memory of a process", "bytes", Kind.COUNT, 8 << 20, 4096, 1L << 50),
    /** System V's in all, and as much again in {@code /dev/shm}. */
    SHARED_MEMORY_BYTES("sharedMemoryBytes", "Shared memory", "bytes", Kind.COUNT, 1 << 30, 4096, 1L << 50);

    /** Terms that are shown and changed together. */
    public enum Family {
        /** By which neighbours have less when one has more: only admins raise them. */
        SHARES("an admin"),
        /** Above what a sliver never gets: who answers for the site raises them, within what can be said at all. */
        LIMITS("a PI of its site or an admin");

        private final String raisers;

        Family(String raisers) {
            this.raisers = raisers;
        }

        /** Who may raise them, in words. */
        String raisers() {
            return raisers;
        }

        public List<Term> terms() {
            return Stream.of(Term.values())
                    .filter(term -> term.family() == this)
                    .toList();
        }
    }

    private enum Kind {
        SHARE(Family.SHARES, ""),
        CEILING(Family.SHARES, "none"),
        COUNT(Family.LIMITS, ""),
        MEMORY(Family.LIMITS, "as the node has");

        private final Family family;
        /** What 0 means; empty where 0 makes no sense. */
        private final String unbounded;

        Kind(Family family, String unbounded) {
            this.family = family;
            this.unbounded = unbounded;
        }

        boolean knowsNone() {
            return !unbounded.isEmpty();
        }
    }

    private static final BigDecimal LARGEST_SHARE = BigDecimal.valueOf(1000);
    private static final int DIGITS = 3;

    private final String field;
    private final String title;
    private final String unit;
    private final Kind kind;
    private final BigDecimal usual;
    private final long least;
    private final long most;

    /** A weight. */
    Term(String field, String title) {
        this(field, title, "", Kind.SHARE, 1, 0, 0);
    }

    Term(String field, String title, String unit, long least, long most) {
        this(field, title, unit, Kind.CEILING, 0, least, most);
    }

    Term(String field, String title, String unit, Kind kind, long usual, long least, long most) {
        this.field = field;
        this.title = title;
        this.unit = unit;
        this.kind = kind;
        this.usual = BigDecimal.valueOf(usual);
        this.least = least;
        this.most = most;
    }

    /** Its name in the API. */
    public String field() {
        return field;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** What it is counted in; empty for weights and plain numbers. */
    public String unit() {
        return unit;
    }

    public Family family() {
        return kind.family;
    }

    /** Whether it is a weight; otherwise it is an upper bound. */
    public boolean isShare() {
        return kind == Kind.SHARE;
    }

    /** Whether it changes in slivers that run; otherwise at their next start. */
    public boolean isInForceAtOnce() {
        return kind != Kind.COUNT || this == PROCESSES;
    }

    /** What holds where nobody has said anything. */
    public BigDecimal usual() {
        return usual;
    }

    /** Whether a sliver has more by the second number than by the first. */
    public boolean isRaised(BigDecimal before, BigDecimal after) {
        if (kind.knowsNone() && (before.signum() == 0 || after.signum() == 0)) {
            return before.signum() != 0 && after.signum() == 0;
        }
        return after.compareTo(before) > 0;
    }

    Optional<FieldError> objection(BigDecimal number) {
        return isShare() ? objectionToShare(number) : objectionToBound(number);
    }

    private Optional<FieldError> objectionToShare(BigDecimal number) {
        if (number.signum() <= 0 || number.compareTo(LARGEST_SHARE) > 0) {
            return wrong("must be more than 0 and at most 1000, not " + plain(number));
        }
        return number.stripTrailingZeros().scale() > DIGITS
                ? wrong("has at most " + DIGITS + " digits after the point, not " + plain(number))
                : Optional.empty();
    }

    private Optional<FieldError> objectionToBound(BigDecimal number) {
        boolean within =
                number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
        if (within || (number.signum() == 0 && kind.knowsNone())) {
            return Optional.empty();
        }
        String range = "must be from " + least + " to " + most + (unit.isEmpty() ? "" : " " + unit);
        return wrong(
                kind.knowsNone()
                        ? range + ", or 0 for " + (kind == Kind.MEMORY ? "as much as the node has" : "no ceiling")
                                + "; not " + plain(number)
                        : range + ", not " + plain(number));
    }

    private Optional<FieldError> wrong(String message) {
        return Optional.of(FieldError.invalid(field, message));
    }

    /** As people write it; such as {@code none} for a ceiling of 0. */
    public String words(BigDecimal number) {
        if (number.signum() == 0 && kind.knowsNone()) {
            return kind.unbounded;
        }
        return plain(number) + (unit.isEmpty() ? "" : " " + unit);
    }

    /** For a table, where the unit stands beside the title: with commas between thousands. */
    String figure(BigDecimal number) {
        if (number.signum() == 0 && kind.knowsNone()) {
            return kind.unbounded;
        }
        return isShare() ? plain(number) : String.format(Locale.ROOT, "%,d", number.longValue());
    }

    static String plain(BigDecimal number) {
        return tidy(number).toPlainString();
    }

    /** The same number always in the same digits: as a person would write it. */
    public static BigDecimal tidy(BigDecimal number) {
        BigDecimal least = number.stripTrailingZeros();
        return least.scale() < 0 ? least.setScale(0) : least;
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}

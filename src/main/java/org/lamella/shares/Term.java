package org.lamella.shares;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.lamella.web.FieldError;

/** What can be said of how a sliver has its part of a node. Each of them is in force at once in slivers that run. */
public enum Term {
    CPU_SHARE("cpuShare", "CPU share"),
    NETWORK_SHARE("networkShare", "Network share"),
    /** In each direction. */
    NETWORK_CEILING_BITS("networkCeilingBits", "Network ceiling", "bit/s", 8_000, 1_000_000_000_000L),
    /** Sent in a day of UTC: the ceiling narrows towards them. */
    NETWORK_DAILY_BYTES("networkDailyBytes", "Sent in a day", "bytes", 1_000_000, 1L << 50),
    IO_SHARE("ioShare", "Disk I/O share"),
    IO_READ_BYTES("ioReadBytes", "Disk read ceiling", "bytes/s", 65_536, 1_000_000_000_000L),
    IO_WRITE_BYTES("ioWriteBytes", "Disk write ceiling", "bytes/s", 65_536, 1_000_000_000_000L);

    private static final BigDecimal LARGEST_SHARE = BigDecimal.valueOf(1000);
    private static final int DIGITS = 3;

    private final String field;
    private final String title;
    private final String unit;
    private final boolean share;
    private final long least;
    private final long most;

    /** A weight. */
    Term(String field, String title) {
        this(field, title, "", true, 0, 0);
    }

    /** A ceiling. */
    Term(String field, String title, String unit, long least, long most) {
        this(field, title, unit, false, least, most);
    }

    Term(String field, String title, String unit, boolean share, long least, long most) {
        this.field = field;
        this.title = title;
        this.unit = unit;
        this.share = share;
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

    /** What it is counted in; empty for weights. */
    public String unit() {
        return unit;
    }

    /** Whether it is a weight; otherwise it is a ceiling, of which 0 is none. */
    public boolean isShare() {
        return share;
    }

    /** What holds where nobody has said anything. */
    public BigDecimal usual() {
        return share ? BigDecimal.ONE : BigDecimal.ZERO;
    }

    /** Whether a sliver has more by the second number than by the first. */
    boolean isRaised(BigDecimal before, BigDecimal after) {
        if (share || (before.signum() != 0 && after.signum() != 0)) {
            return after.compareTo(before) > 0;
        }
        return before.signum() != 0 && after.signum() == 0;
    }

    Optional<FieldError> objection(BigDecimal number) {
        return share ? objectionToShare(number) : objectionToCeiling(number);
    }

    private Optional<FieldError> objectionToShare(BigDecimal number) {
        if (number.signum() <= 0 || number.compareTo(LARGEST_SHARE) > 0) {
            return wrong("must be more than 0 and at most 1000, not " + plain(number));
        }
        return number.stripTrailingZeros().scale() > DIGITS
                ? wrong("has at most " + DIGITS + " digits after the point, not " + plain(number))
                : Optional.empty();
    }

    private Optional<FieldError> objectionToCeiling(BigDecimal number) {
        boolean within =
                number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
        return number.signum() == 0 || within
                ? Optional.empty()
                : wrong("must be from " + least + " to " + most + " " + unit + ", or 0 for no ceiling; not "
                        + plain(number));
    }

    private Optional<FieldError> wrong(String message) {
        return Optional.of(FieldError.invalid(field, message));
    }

    /** As people write it; such as {@code none} for a ceiling of 0. */
    public String words(BigDecimal number) {
        if (!share && number.signum() == 0) {
            return "none";
        }
        return plain(number) + (unit.isEmpty() ? "" : " " + unit);
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

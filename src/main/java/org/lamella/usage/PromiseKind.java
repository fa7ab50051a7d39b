package org.lamella.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What of a node is promised to slivers so that it is judged whether they get it. */
public enum PromiseKind {
    CPU("CPU time"),
    /** The rate that is reserved at the uplink, for what a sliver sends. */
    SENT("network rate for sending"),
    /** As much for what it receives. */
    RECEIVED("network rate for receiving"),
    MEMORY("memory");

    private static final int MILLI_DIGITS = 3;
    private static final int MEGA_DIGITS = 6;
    private static final BigDecimal MEBI = BigDecimal.valueOf(1L << 20);

    private final String words;

    PromiseKind(String words) {
        this.words = words;
    }

    /** For people: what is promised. */
    public String words() {
        return words;
    }

    /** What is reserved: {@code 25 %}, {@code 10 Mbit/s}, {@code 512 MiB}. */
    String reserved(BigDecimal amount) {
        return switch (this) {
            case CPU -> plain(amount) + " %";
            case SENT, RECEIVED -> plain(amount.movePointLeft(MEGA_DIGITS)) + " Mbit/s";
            case MEMORY -> plain(amount.divide(MEBI, 1, RoundingMode.HALF_UP)) + " MiB";
        };
    }

    /** What was promised of it or missed: {@code 9.0 s}, {@code 12.5 MB}, {@code 3 times}. */
    String amount(long count) {
        return switch (this) {
            case CPU -> rounded(count, MILLI_DIGITS) + " s";
            case SENT, RECEIVED -> rounded(count, MEGA_DIGITS) + " MB";
            case MEMORY -> count == 1 ? "once" : count + " times";
        };
    }

    private static String rounded(long count, int digits) {
        return BigDecimal.valueOf(count, digits)
                .setScale(1, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}

package org.lamella.reservations;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for all nodes.
 *
 * @param systemPercent of a node's CPU time that nobody can reserve: the host's own, and what those get that have only shares
 * @param systemMemoryPercent of a node's memory, likewise
 */
@ConfigurationProperties("lamella.reservations")
record ReservationSettings(
        @DefaultValue("10") BigDecimal systemPercent,
        @DefaultValue("10") BigDecimal systemMemoryPercent) {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    ReservationSettings {
        require("system-percent", systemPercent);
        require("system-memory-percent", systemMemoryPercent);
    }

    private static void require(String name, BigDecimal percent) {
        if (percent.signum() < 0 || percent.compareTo(ALL) >= 0) {
            throw new IllegalArgumentException(
                    "lamella.reservations." + name + " must be 0 to less than 100, not " + percent);
        }
    }

    /** What nobody can reserve of so much memory, in whole bytes. */
    BigDecimal systemMemory(long bytes) {
        return systemMemoryPercent.multiply(BigDecimal.valueOf(bytes)).divide(ALL, 0, RoundingMode.CEILING);
    }
}

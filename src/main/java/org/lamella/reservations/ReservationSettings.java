package org.lamella.reservations;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for all nodes.
 *
 * @param systemPercent of a node's CPU time that nobody can reserve: the host's own, and what those get that have only shares
 */
@ConfigurationProperties("lamella.reservations")
record ReservationSettings(@DefaultValue("10") BigDecimal systemPercent) {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    ReservationSettings {
        if (systemPercent.signum() < 0 || systemPercent.compareTo(ALL) >= 0) {
            throw new IllegalArgumentException(
                    "lamella.reservations.system-percent must be 0 to less than 100, not " + systemPercent);
        }
    }

    /** What may be reserved of a node in all. */
    BigDecimal reservable() {
        return ALL.subtract(systemPercent);
    }
}

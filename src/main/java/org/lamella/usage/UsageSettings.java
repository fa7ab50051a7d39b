package org.lamella.usage;

import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long usage is kept, and when a promise counts as broken.
 *
 * @param keptFor at least a day; whole days are forgotten at once
 * @param tolerancePercent so much of what is promised of CPU time and network in a window may be missed
 */
@ConfigurationProperties("lamella.usage")
record UsageSettings(
        @DefaultValue("400d") Duration keptFor,
        @DefaultValue("1") BigDecimal tolerancePercent) {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    UsageSettings {
        if (keptFor.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("lamella.usage.kept-for must be at least a day, not " + keptFor);
        }
        if (tolerancePercent.signum() < 0 || tolerancePercent.compareTo(ALL) > 0) {
            throw new IllegalArgumentException(
                    "lamella.usage.tolerance-percent must be 0 to 100, not " + tolerancePercent);
        }
    }
}

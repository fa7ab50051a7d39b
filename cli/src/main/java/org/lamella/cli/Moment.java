package org.lamella.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Points in time as people type them. */
final class Moment {
    static final String FORMS = "such as 2026-12-31T18:00:00Z, 2026-12-31 (its first moment in UTC), or 3d from now";

    private static final Pattern AHEAD = Pattern.compile("(\\d{1,5})([smhdw])");

    private Moment() {}

    /** @throws Failure with {@link ExitCode#USAGE} when it is none */
    static Instant of(String text, Clock clock) {
        var ahead = AHEAD.matcher(text);
        if (ahead.matches()) {
            return clock.instant().plus(unit(ahead.group(2)).multipliedBy(Long.parseLong(ahead.group(1))));
        }
        try {
            return text.length() == "2026-12-31".length()
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw Failure.usage("'" + text + "' is not a time " + FORMS);
        }
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}

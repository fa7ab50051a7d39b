package org.lamella.web.listing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times of a query: an instant or a date of RFC 3339, or how far it is from now. */
record Times(Instant now) {
    /** Few enough digits for the database to know every such time. */
    private static final Pattern RELATIVE = Pattern.compile("(-?[0-9]{1,5})([smhdw])");

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern INSTANT = Pattern.compile(DATE + "[Tt ].{1,40}");

    /** {@code 3d} is three days from now, {@code -3d} three days ago, a date its first moment in UTC. */
    Optional<OffsetDateTime> moment(String text) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            long number = Long.parseLong(relative.group(1));
            return Optional.of(
                    now.plus(unit(relative.group(2)).multipliedBy(number)).atOffset(ZoneOffset.UTC));
        }
        return date(text).map(Times::midnight).or(() -> instant(text));
    }

    Optional<LocalDate> date(String text) {
        try {
            return DATE.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Optional<OffsetDateTime> instant(String text) {
        try {
            return INSTANT.matcher(text).matches()
                    ? Optional.of(OffsetDateTime.parse(text.replace(' ', 'T')).withOffsetSameInstant(ZoneOffset.UTC))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static OffsetDateTime midnight(LocalDate date) {
        return date.atStartOfDay().atOffset(ZoneOffset.UTC);
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

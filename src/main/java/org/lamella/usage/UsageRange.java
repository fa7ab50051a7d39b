package org.lamella.usage;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lamella.web.FieldError;
import org.lamella.web.InvalidInput;

/**
 * Of which time usage is asked for.
 *
 * @param from the first moment at which a window may have begun
 * @param until the first at which it may not
 */
record UsageRange(Instant from, Instant until) {
    private static final Duration USUAL = Duration.ofHours(24);
    private static final int LATEST_YEAR = 9999;

    /**
     * Empty texts mean the last 24 hours, or those before {@code until}.
     *
     * @throws InvalidInput with everything that is wrong
     */
    static UsageRange parse(String from, String until, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        Instant end = time("until", until.strip(), errors).orElse(now);
        Instant start = time("from", from.strip(), errors).orElse(end.minus(USUAL));
        if (errors.isEmpty() && !start.isBefore(end)) {
            errors.add(FieldError.invalid("until", "must be after from: " + end + " is not after " + start));
        }
        InvalidInput.throwIfAny(errors);
        return new UsageRange(start, end);
    }

    private static Optional<Instant> time(String field, String text, List<FieldError> errors) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant time = text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= LATEST_YEAR) {
                return Optional.of(time);
            }
        } catch (DateTimeException e) {
            // Said below, with what would be right.
        }
        errors.add(FieldError.invalid(
                field, "must be a time such as 2026-11-20T14:00:00Z, or a day such as 2026-11-20 (UTC), not " + text));
        return Optional.empty();
    }
}

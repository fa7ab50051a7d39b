package org.lamella.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/** Points in time as people say them: {@code 3 min ago}, {@code in 13 days}. */
final class Ages {
    private final Clock clock;

    Ages(Clock clock) {
        this.clock = clock;
    }

    /** The age of the time in a field; {@code -} where there is none, and the text itself where it is no time. */
    String of(JsonNode object, String field) {
        var text = Json.text(object, field, "");
        return text.isEmpty() ? "-" : of(text);
    }

    /** The age of a time, or the text itself where it is none. */
    String of(String text) {
        try {
            return of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    private String of(Instant time) {
        var age = Duration.between(time, clock.instant());
        if (age.abs().toSeconds() < 1) {
            return "now";
        }
        return age.isNegative() ? "in " + length(age.negated()) : length(age) + " ago";
    }

    /** The length, rounded, in the largest unit of which it holds at least two; in seconds when it is shorter. */
    static String length(Duration length) {
        if (length.toDays() >= 2) {
            return length.plusHours(12).toDays() + " days";
        }
        if (length.toHours() >= 2) {
            return length.plusMinutes(30).toHours() + " h";
        }
        return length.toMinutes() >= 2 ? length.plusSeconds(30).toMinutes() + " min" : length.toSeconds() + " s";
    }
}

package org.lamella.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mail as admins see it.
 *
 * @param attempts how often it was tried
 * @param nextAttempt null when there is none any more
 * @param endedAt when it was delivered, kept, refused or given up; null while it waits
 * @param reason why it was not delivered, at the last try; empty when nothing went wrong
 */
record MailView(
        long id,
        String to,
        String subject,
        String kind,
        MailState state,
        Instant createdAt,
        int attempts,
        @Nullable Instant nextAttempt,
        @Nullable Instant endedAt,
        String reason) {
    static final String COLUMNS =
            "id, recipient, subject, kind, state, created_at, attempts, next_attempt, ended_at, reason";

    static MailView of(ResultSet row, int number) throws SQLException {
        MailState state = MailState.valueOf(row.getString("state"));
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new MailView(
                row.getLong("id"),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("kind"),
                state,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getInt("attempts"),
                state == MailState.WAITING
                        ? row.getObject("next_attempt", OffsetDateTime.class).toInstant()
                        : null,
                ended == null ? null : ended.toInstant(),
                row.getString("reason"));
    }

    /** The state in words: {@code given up}. */
    public String words() {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The state as a class of the stylesheet. */
    public String mark() {
        return "mail-" + state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

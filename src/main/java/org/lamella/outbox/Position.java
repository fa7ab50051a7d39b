package org.lamella.outbox;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the outbox, in the order in which it is read: see {@link OutboxTail}. Whoever has heard all up to one misses
 * nothing by going on behind it.
 */
public record Position(long tx, long id) implements Comparable<Position> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})");
    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::tx).thenComparingLong(Position::id);

    /** Before all rows of this and later transactions. */
    static Position before(long tx) {
        return new Position(tx, 0);
    }

    /** Empty for what is not the {@link #text} of one. */
    public static Optional<Position> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(new Position(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    public String text() {
        return tx + "." + id;
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}

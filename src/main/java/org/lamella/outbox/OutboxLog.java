package org.lamella.outbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * What was announced in the last hour, in an order that is the same for all: for those who want each change once, and to
 * go on where they were. The last few thousand are read from memory, which the one tail of the replica fills; those before
 * from the table.
 */
@Component
public class OutboxLog {
    private static final int REMEMBERED = 5_000;

    private final OutboxRows rows;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Deque<Announcement> recent = new ArrayDeque<>();
    /** All behind {@code floor} and up to {@code upTo} are in {@code recent}; both are null before the tail has read. */
    private Position floor;

    private Position upTo;

    OutboxLog(OutboxRows rows) {
        this.rows = rows;
    }

    /** Where to begin to miss nothing that commits from now on; some of what has just been announced is behind it too. */
    public Position now() {
        return rows.complete();
    }

    /** Whether nothing behind the position is missing: it is not older than what is kept, and of this database. */
    public boolean keeps(Position position) {
        return position.compareTo(rows.forgotten()) >= 0 && position.compareTo(rows.end()) <= 0;
    }

    /**
     * What was announced behind the position, if that is not too old.
     *
     * @param most how many at once; when there are more, {@link Announcements#upTo} is where to go on
     */
    public Optional<Announcements> after(Position position, int most) {
        return fromMemory(position, most).or(() -> fromTable(position, most));
    }

    /** Waits until something behind the position was announced. @return whether it was */
    public boolean await(Position position, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (recent.isEmpty() || recent.getLast().position().compareTo(position) <= 0) {
                if (left <= 0) {
                    return false;
                }
                left = grown.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Called by the tail alone, with all that stands between where it was and where it is. */
    void grow(Position from, List<Announcement> announced, Position to) {
        lock.lock();
        try {
            if (floor == null) {
                floor = from;
            }
            recent.addAll(announced);
            while (recent.size() > REMEMBERED) {
                floor = recent.removeFirst().position();
            }
            upTo = to;
            if (!announced.isEmpty()) {
                grown.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Announcements> fromMemory(Position position, int most) {
        lock.lock();
        try {
            if (floor == null || position.compareTo(floor) < 0) {
                return Optional.empty();
            }
            List<Announcement> found = behind(position).stream().limit(most).toList();
            Position end = position.compareTo(upTo) > 0 ? position : upTo;
            return Optional.of(new Announcements(
                    found, found.size() < most ? end : found.getLast().position()));
        } finally {
            lock.unlock();
        }
    }

    /** From the end, where nearly all readers are. */
    private Deque<Announcement> behind(Position position) {
        Deque<Announcement> behind = new ArrayDeque<>();
        Iterator<Announcement> newestFirst = recent.descendingIterator();
        while (newestFirst.hasNext()) {
            Announcement announcement = newestFirst.next();
            if (announcement.position().compareTo(position) <= 0) {
                break;
            }
            behind.addFirst(announcement);
        }
        return behind;
    }

    /** Rows may be forgotten while they are read, so it is only said afterwards whether all were there. */
    private Optional<Announcements> fromTable(Position position, int most) {
        Position complete = rows.complete();
        List<OutboxRows.Row> found = rows.between(position, complete, most);
        if (position.compareTo(rows.forgotten()) < 0) {
            return Optional.empty();
        }
        Position end = position.compareTo(complete) > 0 ? position : complete;
        return Optional.of(new Announcements(
                announcements(found),
                found.size() < most ? end : found.getLast().position()));
    }

    static List<Announcement> announcements(List<OutboxRows.Row> rows) {
        return rows.stream()
                .flatMap(row -> row.change().stream()
                        .map(change -> new Announcement(
                                row.position(), change, row.at().toInstant())))
                .toList();
    }
}

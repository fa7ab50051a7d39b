package org.lamella.agent.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lamella.agent.host.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What each slice has sent today, and by which number the kernel counts it. It is kept by the slice's name, so a sliver that is
 * deleted and attached again goes on where it was.
 *
 * <ol>
 *   <li>What the kernel counts outlives the agent. What it had counted when it was last read is written beside what that made of the day,
 *       in one file that is replaced whole: so whatever a killed agent has read and not written is read again.
 *   <li>A number is written before the kernel has anything of it, and given to nobody else while the kernel still has.
 *   <li>What the kernel does not count is read as nothing, so what it begins to count later begins from there.
 * </ol>
 *
 * <p>Not thread-safe.
 */
final class DayBook {
    private static final Logger log = LoggerFactory.getLogger(DayBook.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    /** What a power cut may lose; a killed agent loses nothing. */
    private static final Duration UNWRITTEN = Duration.ofMinutes(1);

    /** Of a slice that the kernel counts nothing of. */
    private static final int NONE = 0;

    private final Path file;
    private final Map<String, Account> accounts = new TreeMap<>();
    private LocalDate day = LocalDate.EPOCH;
    private Instant read = Instant.EPOCH;
    private Instant written = Instant.EPOCH;
    private boolean urgent;
    private boolean changed;

    /**
     * @param used bytes today
     * @param counted bytes that the rules had counted when they were last read
     * @param queued bytes that the class had sent when it was last read
     */
    record Account(int number, long used, long counted, long queued) {
        Account {
            if (number < 0 || number > TrafficTree.LAST || used < 0 || counted < 0 || queued < 0) {
                throw new IllegalArgumentException(
                        "no account: " + number + ", " + used + ", " + counted + ", " + queued);
            }
        }
    }

    /** The file. */
    private record Page(LocalDate day, Instant read, Map<String, Account> accounts) {
        Page {
            Objects.requireNonNull(day);
            Objects.requireNonNull(read);
            accounts = Map.copyOf(accounts);
        }
    }

    /** Begins an empty one where there is none yet, or a damaged one. */
    DayBook(Path file) throws IOException {
        this.file = file;
        try {
            Page page = JSON.readValue(Files.readString(file), Page.class);
            day = page.day();
            read = page.read();
            accounts.putAll(page.accounts());
        } catch (NoSuchFileException e) {
            log.debug("{} is not there yet", file);
        } catch (JacksonException e) {
            log.warn(
                    "{} is damaged; what slivers have sent today is counted from now: {}",
                    file,
                    e.getOriginalMessage());
        }
    }

    /**
     * Takes note of what the kernel has counted. What it has counted since a time before today is today's in the proportion
     * of the times.
     *
     * @param counted by the rules, by number
     * @param queued by the classes, by number
     */
    void read(Map<Integer, Long> counted, Map<Integer, Long> queued, Instant now) {
        LocalDate today = DailyBytes.day(now);
        double todays = 1;
        if (!today.equals(day)) {
            double since = Duration.between(read, now).toMillis();
            double sinceMidnight =
                    Duration.between(DailyBytes.begin(today), now).toMillis();
            todays = since > sinceMidnight ? sinceMidnight / since : 1;
            accounts.replaceAll(
                    (slice, account) -> new Account(account.number(), 0, account.counted(), account.queued()));
            day = today;
            urgent = true;
        }
        double part = todays;
        Map<String, Account> before = Map.copyOf(accounts);
        accounts.replaceAll((slice, account) -> {
            if (account.number() == NONE) {
                return account;
            }
            long nowCounted = counted.getOrDefault(account.number(), 0L);
            long nowQueued = queued.getOrDefault(account.number(), 0L);
            long more = since(account.counted(), nowCounted) + since(account.queued(), nowQueued);
            return new Account(account.number(), account.used() + Math.round(more * part), nowCounted, nowQueued);
        });
        accounts.values().removeIf(account -> account.number() == NONE && account.used() == 0);
        read = now;
        changed |= !accounts.equals(before);
    }

    private static long since(long before, long now) {
        return now >= before ? now - before : now;
    }

    /**
     * Gives each of these slices a number, and keeps those that have one; takes it from all others. To be called after
     * {@link #read}, and followed by {@link #write} before the kernel is told.
     *
     * @param held numbers that the kernel has something of
     * @throws IOException when there are more slices than numbers
     */
    void number(Set<String> slices, Set<Integer> held) throws IOException {
        Set<Integer> taken = new HashSet<>(held);
        accounts.replaceAll((slice, account) -> {
            if (account.number() == NONE || slices.contains(slice)) {
                return account;
            }
            urgent = true;
            return new Account(NONE, account.used(), 0, 0);
        });
        accounts.values().forEach(account -> taken.add(account.number()));
        for (String slice : new TreeSet<>(slices)) {
            Account known = accounts.get(slice);
            if (known == null || known.number() == NONE) {
                int number = TrafficTree.FIRST;
                while (taken.contains(number)) {
                    number++;
                }
                if (number > TrafficTree.LAST) {
                    throw new IOException("no more than " + (TrafficTree.LAST - TrafficTree.FIRST + 1)
                            + " slivers of a node can be told apart");
                }
                taken.add(number);
                accounts.put(slice, new Account(number, known == null ? 0 : known.used(), 0, 0));
                urgent = true;
            }
        }
    }

    /** @return of a slice that has none: 0 */
    int number(String slice) {
        Account account = accounts.get(slice);
        return account == null ? NONE : account.number();
    }

    /** Bytes that it has sent today. */
    long used(String slice) {
        Account account = accounts.get(slice);
        return account == null ? 0 : account.used();
    }

    /** Writes what must not be lost at once, and the rest once a minute. */
    void write(Instant now) throws IOException {
        boolean due = changed && Math.abs(Duration.between(written, now).toSeconds()) >= UNWRITTEN.toSeconds();
        if (urgent || due) {
            writeAll(now);
        }
    }

    void writeAll(Instant now) throws IOException {
        AtomicFile.replaceDurably(file, JSON.writeValueAsString(new Page(day, read, accounts)));
        written = now;
        urgent = false;
        changed = false;
    }
}

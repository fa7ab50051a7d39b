package org.lamella.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DayBookTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final int TRIES = 20;

    @TempDir
    private Path folder;

    private DayBook book() throws IOException {
        return new DayBook(folder.resolve("traffic.json"));
    }

    private static DayBook with(DayBook book, String... slices) throws IOException {
        book.read(Map.of(), Map.of(), NOON);
        book.number(Set.of(slices), Set.of());
        book.write(NOON);
        return book;
    }

    @Test
    void keepsASliversNumberWhateverOthersComeAndGo() throws Exception {
        DayBook book = with(book(), "demo_b", "demo_c");
        int number = book.number("demo_c");

        book.number(Set.of("demo_a", "demo_c", "demo_d"), Set.of(number));

        assertThat(book.number("demo_c")).isEqualTo(number);
        assertThat(book.number("demo_b")).isZero();
        book.write(NOON);
        assertThat(book().number("demo_c")).isEqualTo(number);
    }

    @Test
    void givesNobodyANumberThatTheKernelStillHas() throws Exception {
        DayBook book = with(book(), "demo_a");
        int number = book.number("demo_a");

        book.number(Set.of("demo_b"), Set.of(number));

        assertThat(book.number("demo_b")).isNotEqualTo(number).isPositive();
    }

    @Test
    void goesOnCountingWhenASliverIsDeletedAndAttachedAgain() throws Exception {
        DayBook book = with(book(), "demo_a");
        book.read(Map.of(), Map.of(book.number("demo_a"), 1000L), NOON);
        book.number(Set.of(), Set.of());
        book.write(NOON);

        DayBook later = with(book(), "demo_a");
        later.read(Map.of(), Map.of(later.number("demo_a"), 500L), NOON.plusSeconds(10));

        assertThat(later.used("demo_a")).isEqualTo(1500);
    }

    @Test
    void countsWhatPassedBeforeThereWereClassesAndSince() throws Exception {
        DayBook book = with(book(), "demo_a");
        int number = book.number("demo_a");

        book.read(Map.of(number, 700L), Map.of(), NOON);
        book.read(Map.of(number, 800L), Map.of(number, 30L), NOON);

        assertThat(book.used("demo_a")).isEqualTo(830);
    }

    @Test
    void beginsAnewWithTheDayOfUtc() throws Exception {
        DayBook book = with(book(), "demo_a");
        int number = book.number("demo_a");
        Instant midnight = Instant.parse("2026-11-27T00:00:00Z");
        book.read(Map.of(), Map.of(number, 1000L), midnight.minusSeconds(6));

        book.read(Map.of(), Map.of(number, 2000L), midnight.plusSeconds(4));

        assertThat(book.used("demo_a"))
                .as("of ten seconds, the four of this day")
                .isEqualTo(400);
    }

    @Test
    void beginsAnewWhenItsFileIsDamaged() throws Exception {
        Files.writeString(folder.resolve("traffic.json"), "{\"day\":\"today\"}");

        assertThat(with(book(), "demo_a").number("demo_a")).isEqualTo(TrafficTree.FIRST);
    }

    /** Lives of an agent that end at any point, on a kernel that counts all along. */
    @RepeatedTest(TRIES)
    void losesNothingOfWhatTheKernelHasCountedWhereverItIsKilled(RepetitionInfo repetition) throws Exception {
        var chance = new Random(repetition.getCurrentRepetition());
        Map<Integer, Long> kernel = new HashMap<>();
        Map<String, Long> sent = new HashMap<>();
        Set<String> running = new HashSet<>();
        DayBook book = book();
        Instant now = NOON;
        for (int step = 0; step < 60; step++) {
            now = now.plusSeconds(chance.nextInt(20));
            if (chance.nextInt(4) == 0) {
                book = book();
            }
            String one = "demo_" + chance.nextInt(4);
            if (!running.remove(one)) {
                running.add(one);
            }
            pass(book, kernel, running, now, chance.nextInt(5));
            for (String slice : running) {
                int number = book.number(slice);
                if (kernel.containsKey(number)) {
                    long more = chance.nextInt(1000);
                    kernel.merge(number, more, Long::sum);
                    sent.merge(slice, more, Long::sum);
                }
            }
        }

        DayBook last = book();
        pass(last, kernel, running, now, 4);

        for (String slice : sent.keySet()) {
            assertThat(last.used(slice)).as(slice).isCloseTo(sent.get(slice), within(0L));
        }
    }

    /** @param reach how many of its steps are done before it is killed */
    private static void pass(DayBook book, Map<Integer, Long> kernel, Set<String> running, Instant now, int reach)
            throws IOException {
        if (reach < 1) {
            return;
        }
        book.read(Map.of(), kernel, now);
        book.number(running, kernel.keySet());
        if (reach < 2) {
            return;
        }
        book.write(now);
        Set<Integer> wanted = new HashSet<>();
        running.forEach(slice -> wanted.add(book.number(slice)));
        if (reach >= 3) {
            wanted.forEach(number -> kernel.putIfAbsent(number, 0L));
        }
        if (reach >= 4) {
            kernel.keySet().retainAll(wanted);
        }
    }
}

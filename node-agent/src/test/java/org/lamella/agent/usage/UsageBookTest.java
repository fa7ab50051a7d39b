package org.lamella.agent.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageBookTest {
    private static final long LENGTH = 300_000;

    @TempDir
    private Path folder;

    private static UsageWindow window(long number, boolean partial) {
        SliverUse use = new SliverUse(
                "demo_a", 7, 1, new Counted(1, 2, 3, Counted.NOT, 5), 25, 6, 7, 8, 9, 10, 11, 12, 13, Kept.UNKNOWN);
        return new UsageWindow(number * LENGTH, LENGTH, partial, List.of(use));
    }

    private UsageBook book() throws IOException {
        return new UsageBook(folder);
    }

    @Test
    void tellsTheOldestUntilItIsStored() throws IOException {
        UsageBook book = book();
        assertThat(book.oldest()).isEmpty();
        book.keep(window(2, false));
        book.keep(window(3, false));
        assertThat(book.oldest()).contains(window(2, false));
        book.stored(99);
        assertThat(book().oldest()).contains(window(2, false));
        book.stored(2 * LENGTH);
        assertThat(book.oldest()).contains(window(3, false));
        book.stored(3 * LENGTH);
        assertThat(book.oldest()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void readsWhatAnOlderAgentHasKept() throws IOException {
        book().keep(window(2, false));
        Path file = folder.resolve(2 * LENGTH + ".json");
        String now = Files.readString(file);
        String older = now.replaceFirst(",\"kept\":.*?}}?,\"memoryTaken\":-1}|,\"kept\":\\{.*-1}", "");
        assertThat(older).isNotEqualTo(now).doesNotContain("kept");
        Files.writeString(file, older);
        assertThat(book().oldest()).contains(window(2, false));
    }

    @Test
    void keepsTheFirstOfTwoThatBeganAtTheSameMoment() throws IOException {
        UsageBook book = book();
        book.keep(window(2, false));
        book.keep(window(2, true));
        assertThat(book.oldest()).contains(window(2, false));
    }

    @Test
    void givesUpTheOldestOfTooMany() throws IOException {
        UsageBook byNumber = new UsageBook(folder, 3, Long.MAX_VALUE);
        for (int i = 1; i <= 5; i++) {
            byNumber.keep(window(i, false));
        }
        assertThat(byNumber.oldest()).contains(window(3, false));
        long two = Files.size(folder.resolve(5 * LENGTH + ".json")) * 2;
        UsageBook bySize = new UsageBook(folder, 100, two);
        bySize.keep(window(6, false));
        assertThat(bySize.oldest()).contains(window(5, false));
    }

    @Test
    void givesUpWhatAPowerCutHasDamagedAndGoesOn() throws IOException {
        UsageBook book = book();
        book.keep(window(2, false));
        book.keep(window(3, false));
        Files.writeString(folder.resolve(2 * LENGTH + ".json"), "");
        Files.writeString(folder.resolve("900000.json.new"), "{\"beganMillis\"");
        Files.writeString(folder.resolve("open.json"), "{\"began");
        UsageBook next = book();
        assertThat(next.oldest()).contains(window(3, false));
        assertThat(next.loadOpen()).isEmpty();
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    /** Between a window's end and the next one's first save, whenever the agent is killed, the window is told, and once. */
    @Test
    void tellsAWindowOnceWheneverTheAgentIsKilled() throws IOException {
        Instant began = Instant.ofEpochMilli(2 * LENGTH);
        for (int step = 0; step < 3; step++) {
            TestFolder.empty(folder);
            UsageBook book = book();
            Meter meter = new Meter(Duration.ofMillis(LENGTH), Optional.empty());
            meter.look(began, Duration.ZERO, List.of(), Map.of());
            book.saveOpen(meter.open().orElseThrow());
            UsageWindow over = meter.look(began.plusMillis(LENGTH), Duration.ofMillis(LENGTH), List.of(), Map.of())
                    .orElseThrow();
            if (step > 0) {
                book.keep(over);
            }
            if (step > 1) {
                book.saveOpen(meter.open().orElseThrow());
            }

            UsageBook next = book();
            Meter after = new Meter(Duration.ofMillis(LENGTH), next.loadOpen());
            Optional<UsageWindow> ended =
                    after.look(began.plusMillis(LENGTH + 1_000), Duration.ZERO, List.of(), Map.of());
            if (ended.isPresent()) {
                next.keep(ended.get());
            }
            assertThat(next.oldest().orElseThrow().beganMillis()).isEqualTo(2 * LENGTH);
            // What the agent had not written down it has not seen.
            assertThat(next.oldest().orElseThrow().partial()).isEqualTo(step == 0);
            next.stored(2 * LENGTH);
            assertThat(next.oldest()).isEmpty();
        }
    }
}

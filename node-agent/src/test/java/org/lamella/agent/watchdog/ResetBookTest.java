package org.lamella.agent.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetBookTest {
    private static final int ALL = 100;

    @TempDir
    private Path folder;

    private static MemoryReset reset(String id) {
        return TestResets.reset(id, "demo_a", Instant.ofEpochSecond(1_000));
    }

    @Test
    void tellsOnlyWhatWasDoneAndUntilItIsStored() throws IOException {
        ResetBook book = new ResetBook(folder);
        AtomicInteger told = new AtomicInteger();
        book.onNews(told::incrementAndGet);
        book.plan(reset("a"));
        book.plan(reset("b"));
        assertThat(book.news(ALL)).isEmpty();

        book.done(reset("a"));
        book.withdrawn(reset("b"));
        assertThat(book.news(ALL)).containsExactly(reset("a"));
        assertThat(told).hasValue(1);

        book.stored(List.of("a", "unknown"));
        assertThat(book.news(ALL)).isEmpty();
        assertThat(folder).isEmptyDirectory();
        book.tellAgain();
        assertThat(book.news(ALL)).isEmpty();
    }

    @Test
    void tellsTheNextLifeOfTheAgentWhatWasNotStored() throws IOException {
        ResetBook before = new ResetBook(folder);
        before.plan(reset("a"));
        before.done(reset("a"));
        Files.writeString(folder.resolve("b.json"), "{\"id\"");
        Files.writeString(folder.resolve("c.planned.new"), "{}");

        assertThat(new ResetBook(folder).news(ALL)).containsExactly(reset("a"));
        assertThat(folder).isDirectoryNotContaining("glob:**b.json").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void asksOfWhatAKilledAgentHadPlannedWhetherItIsStillThere() throws IOException {
        ResetBook killed = new ResetBook(folder);
        killed.plan(reset("cut"));
        killed.plan(reset("never-begun"));

        ResetBook next = new ResetBook(folder);
        assertThat(next.news(ALL)).isEmpty();
        next.settle(left -> left.id().equals("never-begun"));

        assertThat(next.news(ALL)).containsExactly(reset("cut"));
        assertThat(folder).isDirectoryContaining("glob:**/cut.json").isDirectoryNotContaining("glob:**/*.planned");
    }

    @Test
    void givesUpTheOldestOfTooMany() throws IOException {
        ResetBook book = new ResetBook(folder, 3);
        for (int i = 0; i <= 3; i++) {
            book.plan(reset("id" + i));
            book.done(reset("id" + i));
        }
        assertThat(book.news(1)).containsExactly(reset("id1"));
    }
}

package org.lamella.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginBookTest {
    private static final long NOW = 5_000;
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
    private static final int ALL = 100;

    @TempDir
    private Path folder;

    private static SshLogin login(String id) {
        return new SshLogin(id, "demo_a", "ann@example.org", "SHA256:x", "192.0.2.1", 1_000, 0);
    }

    private LoginBook book() throws IOException {
        return new LoginBook(folder, CLOCK);
    }

    @Test
    void tellsUntilTheEndIsStored() throws IOException {
        LoginBook book = book();
        book.began(login("a"));
        assertThat(book.news(ALL)).containsExactly(login("a"));

        book.stored(List.of(login("a")));
        assertThat(book.news(ALL)).isEmpty();
        book.ended("a");
        assertThat(book.news(ALL)).containsExactly(login("a").ended(NOW));

        book.stored(book.news(ALL));
        assertThat(book.news(ALL)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void takesAnEndThatCameMeanwhileForNews() throws IOException {
        LoginBook book = book();
        book.began(login("a"));
        List<SshLogin> told = book.news(ALL);
        book.ended("a");

        book.stored(told);

        assertThat(book.news(ALL)).containsExactly(login("a").ended(NOW));
    }

    @Test
    void tellsAllAgainOnANewStream() throws IOException {
        LoginBook book = book();
        book.began(login("a"));
        book.stored(book.news(ALL));

        book.tellAgain();

        assertThat(book.news(ALL)).containsExactly(login("a"));
    }

    @Test
    void endsWhatAnEarlierLifeOfTheAgentHadOpen() throws IOException {
        LoginBook before = book();
        before.began(login("a"));
        before.stored(before.news(ALL));
        Files.writeString(folder.resolve("b.json"), "{\"id\"");
        Files.writeString(folder.resolve("c.json.new"), "{}");

        assertThat(book().news(ALL)).containsExactly(login("a").ended(NOW));
        assertThat(folder).isDirectoryContaining("glob:**a.json").isDirectoryNotContaining("glob:**b.json");
    }

    @Test
    void givesUpTheOldestOfTooMany() throws IOException {
        LoginBook book = new LoginBook(folder, CLOCK, 3);
        for (int i = 0; i <= 3; i++) {
            book.began(login("id" + i));
        }
        assertThat(book.news(1)).containsExactly(login("id1"));
    }
}

package org.lamella.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptLogTest {
    private static final int ALL = 1 << 20;

    @TempDir
    Path folder;

    private KeptLog log() {
        return new KeptLog(folder.resolve("demo_a"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void knowsWhereItEndsInEveryLifeOfTheAgent() throws IOException {
        assertThat(log().end()).isZero();
        log().append(0, bytes("one "));
        log().append(4, bytes("two"));
        assertThat(log().end()).isEqualTo(7);
        assertThat(log().read(0, ALL).bytes()).isEqualTo(bytes("one two"));
        assertThat(log().read(4, ALL).bytes()).isEqualTo(bytes("two"));
        assertThat(log().read(7, ALL).bytes()).isEmpty();
        assertThat(log().read(0, 2).end()).isEqualTo(2);
    }

    @Test
    void keepsTheLastAndNoMoreThanABitAbove() throws IOException {
        byte[] piece = new byte[100_000];
        for (int i = 0; i < 20; i++) {
            Arrays.fill(piece, (byte) ('a' + i));
            log().append(log().end(), piece);
        }
        KeptLog.Part kept = log().read(0, ALL);
        assertThat(kept.end()).isEqualTo(2_000_000);
        assertThat(kept.bytes().length).isBetween(KeptLog.KEPT, KeptLog.KEPT + 64 * 1024);
        assertThat(kept.bytes()[0]).isNotEqualTo((byte) 'a');
        assertThat(kept.bytes()[kept.bytes().length - 1]).isEqualTo((byte) 't');
        try (Stream<Path> files = Files.list(folder.resolve("demo_a"))) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isEqualTo(kept.bytes().length);
        }
    }

    @Test
    void readsUpToWhatWasLostAndThenOn() throws IOException {
        log().append(0, bytes("before"));
        log().append(100, bytes("after"));
        KeptLog.Part first = log().read(0, ALL);
        assertThat(first.bytes()).isEqualTo(bytes("before"));
        KeptLog.Part second = log().read(first.end(), ALL);
        assertThat(second.start()).isEqualTo(100);
        assertThat(second.bytes()).isEqualTo(bytes("after"));
        assertThat(log().end()).isEqualTo(105);
        log().delete();
        assertThat(folder.resolve("demo_a")).doesNotExist();
    }

    @Test
    void cutsNoCharacterInTwo() {
        byte[] text = bytes("a\u20ac");
        assertThat(Characters.whole(text)).isEqualTo(text);
        assertThat(Characters.whole(Arrays.copyOf(text, 3))).isEqualTo(bytes("a"));
        assertThat(Characters.whole(Arrays.copyOf(text, 2))).isEqualTo(bytes("a"));
        byte[] noText = {'a', (byte) 0x80, (byte) 0x80, (byte) 0x80};
        assertThat(Characters.whole(noText)).isEqualTo(noText);
    }
}

package org.lamella.agent.watchdog;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Resets for tests, which nobody has to be short of memory for. */
public final class TestResets {
    private static final long GIBI = 1L << 30;

    private TestResets() {}

    static MemoryReset reset(String id, String slice, Instant context) {
        return new MemoryReset(
                id,
                slice,
                context,
                context.plusSeconds(60),
                new NodeMemory(8 * GIBI, GIBI / 4, 0, 0),
                5 * GIBI,
                GIBI,
                false,
                List.of(new MemoryReset.MemoryUser(7, "tail -n 1 /dev/zero", 4 * GIBI)));
    }

    /** One more that was done. */
    public static void done(ResetBook book, String id) throws IOException {
        MemoryReset reset = reset(id, "demo_a", Instant.ofEpochSecond(1_000));
        book.plan(reset);
        book.done(reset);
    }
}

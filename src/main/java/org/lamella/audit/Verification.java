package org.lamella.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of verifying the chain.
 *
 * @param sound whether every sealed row is as it was sealed, in the same order, with none missing or added
 * @param rows how many rows are sealed
 * @param head the last row's hash, in hexadecimal; note it down elsewhere, and a later verification can show that nothing
 *     was cut off since
 * @param unsealed the newest rows, which no seal covers yet
 * @param fault the first thing that is wrong; null when the chain is sound
 */
record Verification(
        boolean sound,
        long rows,
        String head,
        Unsealed unsealed,
        @Nullable Fault fault) {
    /** @param since when the oldest of them was written; null when there is none */
    record Unsealed(long rows, @Nullable Instant since) {}

    /**
     * @param position where in the chain, from 1
     * @param event the id of the row; null when it cannot be said
     * @param message what is wrong, in words
     */
    record Fault(long position, @Nullable Long event, String message) {}

    /**
     * The head of an earlier verification.
     *
     * @param rows how many rows were sealed then, from 1
     * @param head the hash that was the last then, in hexadecimal
     */
    record Noted(long rows, String head) {}
}

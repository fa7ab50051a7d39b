package org.lamella.agent.watchdog;

/**
 * What one sliver has of the node's memory.
 *
 * @param guaranteedBytes what of it nobody takes back; 0: nothing
 */
record MemoryUse(String slice, long usedBytes, long guaranteedBytes) {
    MemoryUse {
        if (usedBytes < 0 || guaranteedBytes < 0) {
            throw new IllegalArgumentException(
                    slice + " uses " + usedBytes + " bytes and is guaranteed " + guaranteedBytes);
        }
    }

    /** 0 within the guarantee. */
    long beyondBytes() {
        return Math.max(0, usedBytes - guaranteedBytes);
    }

    String words() {
        String used = slice + " uses " + Amount.words(usedBytes);
        return guaranteedBytes == 0 ? used : used + ", guaranteed " + Amount.words(guaranteedBytes);
    }
}

package org.lamella.agent.console;

import java.util.Arrays;

/** Text that comes in pieces. */
final class Characters {
    private static final int LONGEST = 4;

    private Characters() {}

    /** Without the beginning of a UTF-8 character at its end whose rest is still to come. */
    static byte[] whole(byte[] bytes) {
        for (int back = 1; back < LONGEST && back <= bytes.length; back++) {
            int letter = bytes[bytes.length - back] & 0xff;
            if (letter < 0x80) {
                return bytes;
            }
            if (letter >= 0xc0) {
                return back < length(letter) ? Arrays.copyOf(bytes, bytes.length - back) : bytes;
            }
        }
        return bytes;
    }

    private static int length(int first) {
        if (first >= 0xf0) {
            return 4;
        }
        return first >= 0xe0 ? 3 : 2;
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import java.util.StringJoiner;
import org.lamella.agent.cgroups.Cgroups;

/** What the kernel would not have, in its own words; collected, so that one refusal keeps nothing else from being tried. */
final class Refusals {
    private final StringJoiner words = new StringJoiner("; ");
    private IOException first;

    /** Something that the kernel may refuse. */
    @FunctionalInterface
    interface Attempt {
        void make() throws IOException;
    }

    void attempt(Attempt attempt) {
        try {
            attempt.make();
        } catch (IOException e) {
            words.add(e.getMessage());
            if (first == null) {
                first = e;
            }
        }
    }

    /** @throws IOException with all of them, when there was one */
    void throwIfAny() throws IOException {
        if (first != null) {
            throw new IOException(words.toString(), first);
        }
    }

    static void write(Cgroups cgroups, String slice, String controller, String file, String value) throws IOException {
        try {
            cgroups.write(slice, controller, file, value);
        } catch (IOException e) {
            throw new IOException("the limit " + file + " cannot be " + value + ": " + reason(e), e);
        }
    }

    private static String reason(IOException refusal) {
        String message = String.valueOf(refusal.getMessage());
        return message.substring(message.lastIndexOf(": ") + 1).strip();
    }
}

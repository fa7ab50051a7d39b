package org.lamella.agent.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far debootstrap is, from what it says. How many packages there are is known only when all have been fetched, so the
 * first part of the way is an estimate that never runs out; from there on it is counted.
 */
final class DebootstrapProgress {
    private static final Pattern LINE = Pattern.compile("I: (Retrieving|Extracting|Unpacking|Configuring) .*");
    private static final int FETCHED = 40;
    private static final int EXTRACTED = 55;
    private static final int UNPACKED = 70;
    private static final int CONFIGURED = 90;
    private static final int TYPICAL_PACKAGES = 25;

    private int retrieved;
    private int extracted;
    private int unpacked;
    private int configured;
    private int percent;

    /** @return 0–90, never less than before: what is left is taking the result in */
    int after(String line) {
        Matcher said = LINE.matcher(line);
        if (said.matches()) {
            percent = Math.max(percent, Math.min(CONFIGURED, percent(said.group(1))));
        }
        return percent;
    }

    private int percent(String deed) {
        return switch (deed) {
            case "Retrieving" -> {
                retrieved++;
                yield FETCHED * retrieved / (retrieved + TYPICAL_PACKAGES);
            }
            case "Extracting" -> between(FETCHED, EXTRACTED, ++extracted);
            case "Unpacking" -> between(EXTRACTED, UNPACKED, ++unpacked);
            default -> between(UNPACKED, CONFIGURED, ++configured);
        };
    }

    private int between(int from, int to, int done) {
        return from + (to - from) * Math.min(done, retrieved) / Math.max(1, retrieved);
    }
}

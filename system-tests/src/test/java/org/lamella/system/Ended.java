package org.lamella.system;

/**
 * A process that has ended.
 *
 * @param out what it wrote to standard output, as UTF-8
 * @param err what it wrote to standard error
 */
record Ended(int exitCode, String out, String err) {
    /** Standard output without the blanks around it; fails the test when the process did not end with 0. */
    String success() {
        if (exitCode != 0) {
            throw new AssertionError("ended with " + exitCode + "\n" + out + "\n" + err);
        }
        return out.strip();
    }
}

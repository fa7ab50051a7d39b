package org.lamella.cli;

/**
 * How far a wait is, on standard error: on a terminal one line that is written over, elsewhere a line for each change.
 */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 100;
    private static final String CLEAR_LINE = "\r\033[K";

    private final Console console;
    private String shown = "";

    Progress(Console console) {
        this.console = console;
    }

    void show(String line) {
        if (line.equals(shown)) {
            return;
        }
        shown = line;
        if (console.progressLine()) {
            console.scrawl(CLEAR_LINE + line.substring(0, Math.min(line.length(), WIDTH)));
        } else {
            console.complain(line);
        }
    }

    /** Takes the rewritten line away. */
    @Override
    public void close() {
        if (console.progressLine() && !shown.isEmpty()) {
            console.scrawl(CLEAR_LINE);
        }
    }
}

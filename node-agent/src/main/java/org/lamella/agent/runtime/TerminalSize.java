package org.lamella.agent.runtime;

/**
 * How much a terminal shows.
 *
 * @param columns 1–{@value #MOST}
 * @param rows likewise
 */
public record TerminalSize(int columns, int rows) {
    private static final int MOST = 10_000;

    public TerminalSize {
        if (columns < 1 || columns > MOST || rows < 1 || rows > MOST) {
            throw new IllegalArgumentException("a terminal of " + columns + " × " + rows + " characters");
        }
    }

    /** The nearest size that there can be, of what a client says, which may be nothing: then the usual 80 × 24. */
    public static TerminalSize near(int columns, int rows) {
        return new TerminalSize(
                columns == 0 ? 80 : Math.clamp(columns, 1, MOST), rows == 0 ? 24 : Math.clamp(rows, 1, MOST));
    }
}

package org.lamella.slivers;

import java.util.regex.Pattern;

/** What was printed for a terminal, as text that is only read. */
final class PlainText {
    /** Colours and the moving of the cursor. */
    private static final Pattern SEQUENCE =
            Pattern.compile("\u001b(\\[[0-9;?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)|[@-Z\\\\^_])");

    /** Also those that turn the direction of writing. */
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\n\t]]");

    private PlainText() {}

    /** @param most letters, the last ones */
    static String last(String printed, int most) {
        String text = SEQUENCE.matcher(printed).replaceAll("").replace("\r\n", "\n");
        String readable = UNREADABLE.matcher(text).replaceAll("\ufffd");
        if (readable.length() <= most) {
            return readable;
        }
        String end = readable.substring(readable.length() - most);
        return "…" + end.substring(end.indexOf('\n') + 1);
    }
}

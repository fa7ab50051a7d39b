package org.lamella.agent.spectator;

import java.nio.charset.StandardCharsets;

/** Text that a sliver chose, made fit for a terminal or a page: it can neither move the cursor nor turn the line around. */
final class Printable {
    private Printable() {}

    /**
     * @param most letters, of which the last is an ellipsis where something was left out
     * @return with every control and formatting character written as its number
     */
    static String of(byte[] bytes, int most) {
        StringBuilder text = new StringBuilder();
        new String(bytes, StandardCharsets.UTF_8).codePoints().limit(most + 1L).forEach(letter -> {
            if (isPlain(letter)) {
                text.appendCodePoint(letter);
            } else {
                text.append(letter < 0x100 ? "\\x%02x".formatted(letter) : "\\u%04x".formatted(letter));
            }
        });
        return text.codePointCount(0, text.length()) <= most
                ? text.toString()
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static boolean isPlain(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}

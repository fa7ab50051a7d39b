package org.lamella.mail;

import java.util.stream.Collectors;

/** A mail's text as it is sent: wrapped, and with a footer that says who sends it and why. */
final class MailText {
    private static final int WIDTH = 72;

    private MailText() {}

    /** @param installation where the pages are */
    static String of(Mail mail, String installation) {
        String footer = "You get this because " + mail.kind().why() + ".";
        // Two hyphens and a blank: what follows is a signature, to mail programs too.
        return wrapped(mail.text().strip()) + "\n\n-- \nLamella at " + installation + "\n" + wrapped(footer) + "\n";
    }

    static String wrapped(String text) {
        return text.lines().map(MailText::wrappedLine).collect(Collectors.joining("\n"));
    }

    /** A line that begins with a blank is laid out on purpose. */
    private static String wrappedLine(String line) {
        if (line.startsWith(" ")) {
            return line;
        }
        StringBuilder wrapped = new StringBuilder();
        int column = 0;
        for (String word : line.stripTrailing().split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                wrapped.append('\n');
                column = 0;
            } else if (column > 0) {
                wrapped.append(' ');
                column++;
            }
            wrapped.append(word);
            column += word.length();
        }
        return wrapped.toString();
    }
}

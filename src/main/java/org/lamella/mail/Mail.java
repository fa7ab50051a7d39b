package org.lamella.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One mail to one person, in plain text. Templates live with the features that send: a record for each kind, that makes one
 * of these.
 *
 * @param to one bare address: {@code alice@princeton.edu}
 * @param subject one line; what else it holds of control characters becomes blanks
 * @param text paragraphs, separated by empty lines; it is wrapped when it is queued, but for lines that begin with a blank
 *     and for words that are longer than a line, such as links
 */
public record Mail(String to, String subject, String text, Kind kind) {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
    private static final int LONGEST_SUBJECT = 200;
    /** RFC 5321 §4.5.3.1.3, without the angle brackets. */
    private static final int LONGEST_ADDRESS = 254;

    /**
     * What sort of mail it is.
     *
     * @param name lower-case with hyphens, the same as in logs: {@code slice-expires}
     * @param why goes on from "You get this because": {@code you are a member of the slice demo_hello}
     */
    public record Kind(String name, String why) {
        public Kind {
            if (!name.matches("[a-z][a-z0-9-]*")) {
                throw new IllegalArgumentException("not a kind of mail: " + name);
            }
            why = oneLine(why);
        }
    }

    /** @throws IllegalArgumentException when the address is none, or there is no subject */
    public Mail {
        if (!isAddress(to)) {
            throw new IllegalArgumentException("not a mail address: " + oneLine(to));
        }
        subject = oneLine(subject);
        if (subject.isEmpty()) {
            throw new IllegalArgumentException("a mail needs a subject");
        }
        if (subject.length() > LONGEST_SUBJECT) {
            subject = subject.substring(0, LONGEST_SUBJECT - 1) + "…";
        }
        Objects.requireNonNull(text);
        Objects.requireNonNull(kind);
    }

    /** Whether mail can be addressed so: one bare address with a domain, nothing beside it. */
    public static boolean isAddress(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            return text.length() <= LONGEST_ADDRESS
                    && text.indexOf('@') > 0
                    && !CONTROL.matcher(text).find()
                    && address.getAddress().equals(text);
        } catch (AddressException e) {
            return false;
        }
    }

    private static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }
}

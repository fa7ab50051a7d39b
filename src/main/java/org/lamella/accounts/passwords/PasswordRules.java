package org.lamella.accounts.passwords;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * NIST SP 800-63B-4 §3.1.1.2: long, of any characters, not one that is commonly used or easily thought of, and no rule of what
 * it must be composed of. The reasons for the numbers stand in docs/security.md.
 */
@Component
public class PasswordRules {
    /** In code points: the shortest that may be the only factor. */
    static final int SHORTEST = 15;

    static final int LONGEST = 128;
    /** The estimate takes a time that grows with the square of the length; a guess of this much is enough. */
    private static final int ESTIMATED = 64;

    /** 10^10 guesses: what the throttle would let through takes longer than anybody lives. */
    private static final double FEWEST_GUESSES_LOG10 = 10;

    /** A name of three letters is in too many words to be refused. */
    private static final int SHORTEST_OWN_WORD = 4;

    private final Zxcvbn estimates = new Zxcvbn();

    /** The same password for however a keyboard composes it (NFKC). */
    public static String normal(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC);
    }

    /**
     * @param own what this person is known by: mail address, name, site
     * @return a sentence that says what is wrong; empty when nothing is
     */
    public Optional<String> objection(String typed, List<String> own) {
        String password = normal(typed);
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            return Optional.of("must have " + SHORTEST + " to " + LONGEST + " characters, any of them, blanks as well; "
                    + (length == 0 ? "it is empty" : "it has " + length));
        }
        if (password.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("must not hold control characters, such as the end of a line");
        }
        List<String> words = ownWords(own);
        String lower = password.toLowerCase(Locale.ROOT);
        Optional<String> contained = words.stream().filter(lower::contains).findFirst();
        if (contained.isPresent()) {
            return Optional.of("must not contain " + contained.get() + ": that is the first thing to be guessed");
        }
        String measured = password.substring(0, Math.min(ESTIMATED, password.length()));
        if (estimates.measure(measured, words).getGuessesLog10() < FEWEST_GUESSES_LOG10) {
            return Optional.of("is easily guessed: it is commonly used, or made of common words, dates, rows of keys or"
                    + " repetitions; a sentence of a few uncommon words is better");
        }
        return Optional.empty();
    }

    /** Mail addresses whole and their parts, each part of a name, the service. */
    private static List<String> ownWords(List<String> own) {
        return Stream.concat(
                        Stream.of("lamella"),
                        own.stream()
                                .map(word -> word.toLowerCase(Locale.ROOT))
                                .flatMap(word -> Stream.concat(Stream.of(word), Stream.of(word.split("[\\s@]+")))))
                .filter(word -> word.length() >= SHORTEST_OWN_WORD)
                .distinct()
                .toList();
    }
}

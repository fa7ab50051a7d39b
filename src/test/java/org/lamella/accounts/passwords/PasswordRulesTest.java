package org.lamella.accounts.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final List<String> ADA = List.of("ada.byron@example.org", "Ada Lovelace", "demo");

    private final PasswordRules rules = new PasswordRules();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "umbrella of the tundra",
                "correct horse battery staple",
                "gjk4 9sxz 02qp mmt",
                "ひまわりが咲く庭で猫と犬が遊ぶ夏",
                "🐢🦆🎻🧭🌶🧊🪁🦔🏺🧶🛶🪕🧮🕯🪜"
            })
    void takesWhatIsLongAndUncommon(String password) {
        assertThat(rules.objection(password, ADA)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "fourteen chars"})
    void refusesWhatIsTooShort(String password) {
        assertThat(rules.objection(password, ADA)).get().asString().contains("15 to 128");
    }

    @Test
    void takesHundredAndTwentyEightCharactersAndNotOneMore() {
        String sentence =
                "the quince of the ferryman was late again on the quay; nobody minded, and the harbour lights went out one after the other ...";
        String longest = (sentence + sentence).substring(0, 128);
        assertThat(rules.objection(longest, ADA)).isEmpty();
        assertThat(rules.objection(longest + ".", ADA)).get().asString().contains("has 129");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordpassword",
                "123456789012345",
                "qwertyuiopasdfghjkl",
                "aaaaaaaaaaaaaaaaaaaa",
                "iloveyouiloveyou",
                "password1234567"
            })
    void refusesWhatEverybodyWouldGuess(String password) {
        assertThat(rules.objection(password, ADA)).get().asString().contains("easily guessed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "umbrella of lovelace tundra",
                "umbrella ADA.BYRON tundra",
                "my ada.byron@example.org tundra",
                "umbrella Lamella tundra"
            })
    void refusesWhatHoldsTheNameOrTheService(String password) {
        assertThat(rules.objection(password, ADA)).get().asString().contains("must not contain");
    }

    @Test
    void refusesControlCharacters() {
        assertThat(rules.objection("umbrella of the\ntundra", ADA))
                .get()
                .asString()
                .contains("control");
    }

    @Test
    void countsAComposedCharacterOnceHoweverItIsTyped() {
        assertThat(PasswordRules.normal("e\u0301")).isEqualTo("\u00e9");
        assertThat(rules.objection("e\u0301".repeat(14), ADA)).get().asString().contains("has 14");
    }

    @Test
    void estimatesTheWorstInputQuickly() {
        long start = System.nanoTime();
        rules.objection("a@$4s5p1l0!".repeat(11), ADA);
        assertThat(System.nanoTime() - start).isLessThan(60_000_000_000L);
    }
}

package org.lamella.accounts.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class PasswordHashesTest {
    private final PasswordHashes hashes = new PasswordHashes();

    @Test
    void matchesItsOwn() {
        String hash = hashes.hash("umbrella of the tundra");
        assertThat(hash).startsWith("{argon2id}$argon2id$").contains("m=19456,t=2,p=1");
        assertThat(hashes.matches("umbrella of the tundra", Optional.of(hash))).isTrue();
        assertThat(hashes.matches("umbrella of the Tundra", Optional.of(hash))).isFalse();
        assertThat(hashes.isOutdated(hash)).isFalse();
    }

    @Test
    void matchesNothingWhereThereIsNone() {
        assertThat(hashes.matches("the hash that is compared when there is none", Optional.empty()))
                .isFalse();
    }

    @Test
    void matchesHoweverAKeyboardComposes() {
        String hash = hashes.hash("caf\u00e9 of the tundra");
        assertThat(hashes.matches("cafe\u0301 of the tundra", Optional.of(hash)))
                .isTrue();
    }

    @Test
    void knowsAnOlderKindAndThatItIsOld() {
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("umbrella of the tundra");
        assertThat(hashes.matches("umbrella of the tundra", Optional.of(hash))).isTrue();
        assertThat(hashes.isOutdated(hash)).isTrue();
    }
}

package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JoinCodeTest {
    private static final String SECRET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

    @Test
    void readsWhatTheControlPlanePrints() {
        JoinCode code = JoinCode.parse(" lamella-" + SECRET + "." + FINGERPRINT + "\n");
        assertThat(code).isEqualTo(new JoinCode(SECRET, new Fingerprint(FINGERPRINT)));
    }

    @Test
    void namesEverythingThatIsWrong() {
        assertThatThrownBy(() -> JoinCode.parse("ABC.123"))
                .hasMessage("the join code is malformed: it does not begin with lamella-;"
                        + " its secret must be 32 characters of a–z and 2–7, and is 3 long;"
                        + " its fingerprint must be 64 characters of 0–9 and a–f, and is 3 long");
    }

    @Test
    void missesTheFingerprint() {
        assertThatThrownBy(() -> JoinCode.parse("lamella-" + SECRET))
                .hasMessageEndingWith("the dot and the fingerprint after the secret are missing");
    }

    @Test
    void keepsTheSecretOutOfLogs() {
        assertThat(new JoinCode(SECRET, new Fingerprint(FINGERPRINT)).toString())
                .doesNotContain(SECRET)
                .contains(FINGERPRINT);
    }
}

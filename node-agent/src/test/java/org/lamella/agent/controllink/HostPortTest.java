package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @ValueSource(strings = {"control.example.org:7443", "198.18.0.1:7443", "[fd00::1]:7443"})
    void printsWhatItRead(String text) {
        assertThat(HostPort.parse(text)).hasToString(text);
    }

    @Test
    void takesTheBracketsOffAnAddress() {
        assertThat(HostPort.parse("[fd00::1]:7443").host()).isEqualTo("fd00::1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "control", "control:", "control:0", "control:65536", "fd00::1:7443", "http://control:80"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> HostPort.parse(text)).hasMessageContaining("is no HOST:PORT");
    }
}

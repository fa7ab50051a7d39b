package org.lamella.agent.host;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HostToolsTest {
    @Test
    void saysWhatIsMissingAndHowToGetIt() {
        assertThatThrownBy(() -> HostTools.require("lamella-no-such-runtime"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this host has no ")
                .hasMessageContaining("apt-get install ")
                .hasMessageContaining("lamella-no-such-runtime");
    }
}

package org.lamella.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SimulatedTest {
    @Test
    @Timeout(240)
    void marksWhateverIsNotReal() {
        try (var testbed = Testbed.start(Testbed.newData("simulated"), "--runtime", "memory", "--nodes", "2")) {
            assertThat(testbed.output()).contains("ready http://localhost:" + testbed.port() + " (simulated)");

            testbed.lamella("slice", "create", "demo_play", "--nodes", "2", "--wait")
                    .success();

            assertThat(testbed.lamella("node", "list").success().lines().skip(1))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("simulated"));
        }
    }
}

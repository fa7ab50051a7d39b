package org.lamella.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointsTest {
    @Test
    void needANewerCriuFromKernel613On() {
        assertThat(Checkpoints.found("6.18.44", "Version: 3.17.1\n"))
                .isEqualTo("unavailable: criu 3.17.1 is too old for kernel 6.18.44, which needs 4.1.1 or later");
        assertThat(Checkpoints.found("6.13.0-1-amd64", "Version: 4.1")).startsWith("unavailable: criu 4.1 is too old");
        assertThat(Checkpoints.found("6.18.44", "Version: 4.1.1")).startsWith("possible with criu 4.1.1");
        assertThat(Checkpoints.found("6.1.0-18-amd64", "Version: 3.17.1")).startsWith("possible with criu 3.17.1");
        assertThat(Checkpoints.found("6.1.0", "no version")).startsWith("unavailable");
    }
}

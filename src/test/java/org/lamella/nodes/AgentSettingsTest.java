package org.lamella.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Pins names and defaults: both are what operators write into their configuration. */
class AgentSettingsTest {
    @Test
    void hasTheseDefaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(new AgentSettings(
                        "127.0.0.1",
                        7443,
                        List.of(),
                        Duration.ofSeconds(5),
                        Duration.ofDays(30),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(15)));
    }

    @Test
    void takesTheseNames() {
        var settings = bound(Map.of(
                "lamella.agents.address", "0.0.0.0",
                "lamella.agents.port", "7444",
                "lamella.agents.names", "lamella.example,10.0.0.1",
                "lamella.agents.heartbeat", "1s",
                "lamella.agents.certificate-lifetime", "7d",
                "lamella.agents.join-code-lifetime", "1m",
                "lamella.agents.send-again", "3s",
                "lamella.agents.session-patience", "4s"));
        assertThat(settings)
                .isEqualTo(new AgentSettings(
                        "0.0.0.0",
                        7444,
                        List.of("lamella.example", "10.0.0.1"),
                        Duration.ofSeconds(1),
                        Duration.ofDays(7),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4)));
    }

    private static AgentSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("lamella.agents", AgentSettings.class);
    }
}

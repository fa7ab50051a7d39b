package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Pins names and defaults: both are what operators write into their configuration. */
class BootstrapSettingsTest {
    @Test
    void hasTheseDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new BootstrapSettings("admin@localhost", null));
    }

    @Test
    void takesTheseNames() {
        assertThat(bound(Map.of(
                        "lamella.bootstrap.admin-email", "ops@example.org",
                        "lamella.bootstrap.cli-config", "/etc/lamella/cli.json")))
                .isEqualTo(new BootstrapSettings("ops@example.org", Path.of("/etc/lamella/cli.json")));
    }

    private static BootstrapSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("lamella.bootstrap", BootstrapSettings.class);
    }
}

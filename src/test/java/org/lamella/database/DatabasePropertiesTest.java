package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class DatabasePropertiesTest {
    private static final String URL = "jdbc:postgresql://db.example:5432/lamella";

    @Test
    void usesTheEmbeddedServerByDefault() {
        DatabaseProperties defaults = bind(Map.of());
        assertThat(defaults.data()).isEqualTo(Path.of(".lamella/data"));
        assertThat(defaults.external()).isEmpty();
    }

    @Test
    void readsTheseNames() {
        DatabaseProperties read = bind(Map.of(
                "lamella.data", "/var/lib/lamella",
                "lamella.db.url", URL,
                "lamella.db.user", "control",
                "lamella.db.password", "secret"));
        assertThat(read)
                .isEqualTo(new DatabaseProperties(
                        Path.of("/var/lib/lamella"), new DatabaseProperties.Db(URL, "control", "secret")));
        assertThat(read.external()).contains(read.db());
    }

    @Test
    void readsTheseEnvironmentVariables() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "systemEnvironment",
                        Map.of(
                                "LAMELLA_DATA", "/srv",
                                "LAMELLA_DB_URL", URL,
                                "LAMELLA_DB_USER", "control",
                                "LAMELLA_DB_PASSWORD", "")));
        DatabaseProperties read = Binder.get(environment).bindOrCreate("lamella", DatabaseProperties.class);
        assertThat(read)
                .isEqualTo(new DatabaseProperties(Path.of("/srv"), new DatabaseProperties.Db(URL, "control", "")));
    }

    @Test
    void takesVariablesThatAreSetToNothingForUnset() {
        assertThat(bind(Map.of("lamella.db.url", "", "lamella.db.user", "", "lamella.db.password", ""))
                        .external())
                .isEmpty();
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> bind(Map.of("lamella.db.url", "db.example:5432")))
                .rootCause()
                .isInstanceOf(DatabaseMisconfigured.class)
                .hasMessageContaining("LAMELLA_DB_URL is \"db.example:5432\"")
                .hasMessageContaining("LAMELLA_DB_USER (lamella.db.user) is not")
                .hasMessageContaining("LAMELLA_DB_PASSWORD (lamella.db.password) is not");
    }

    @Test
    void refusesUserAndPasswordWithoutUrl() {
        assertThatThrownBy(() -> bind(Map.of("lamella.db.user", "control", "lamella.db.password", "secret")))
                .rootCause()
                .hasMessageContaining("LAMELLA_DB_USER (lamella.db.user) is set, LAMELLA_DB_URL")
                .hasMessageContaining("LAMELLA_DB_PASSWORD (lamella.db.password) is set, LAMELLA_DB_URL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAPasswordInTheUrlBecauseThatIsLogged() {
        assertThatThrownBy(() -> bind(Map.of(
                        "lamella.db.url", URL + "?password=secret",
                        "lamella.db.user", "control",
                        "lamella.db.password", "secret")))
                .rootCause()
                .hasMessageContaining("LAMELLA_DB_URL holds a user or a password")
                .hasMessageNotContaining("secret");
    }

    @Test
    void keepsThePasswordOutOfLogs() {
        assertThat(new DatabaseProperties.Db(URL, "control", "secret").toString())
                .doesNotContain("secret");
        assertThat(new ExternalPostgres(URL, "control", "secret").toString()).doesNotContain("secret");
    }

    private static DatabaseProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("lamella", DatabaseProperties.class);
    }
}

package org.lamella.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
    private static final String GOOD = "{\"server\":\"http://localhost:8080/\",\"token\":\"t\"}";

    @TempDir
    private Path folder;

    private Path write(String file, String text) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    @Test
    void findsTheDevelopmentFileInAFolderAbove() throws IOException {
        write(".lamella/dev/cli.json", GOOD);

        var found = Configuration.find(Map.of(), folder.resolve("a/b/c"));

        assertThat(found).isEqualTo(new Configuration(URI.create("http://localhost:8080"), "t"));
    }

    @Test
    void prefersTheFileThatTheVariableNames() throws IOException {
        write(".lamella/dev/cli.json", GOOD);
        var named = write("other.json", "{\"server\":\"https://lamella.example\",\"token\":\"u\"}");

        var found = Configuration.find(Map.of("LAMELLA_CONFIG", named.toString()), folder);

        assertThat(found.server()).hasHost("lamella.example");
    }

    @Test
    void saysHowToGetAConfigurationWhereThereIsNone() {
        assertThatThrownBy(() -> Configuration.find(Map.of(), folder))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("./lamella dev")
                .hasMessageContaining("LAMELLA_CONFIG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"server\":\"localhost\",\"token\":\"t\"}",
                "{\"server\":\"http://x\"}",
                "{\"server\":\"http://x/path\",\"token\":\"t\"}",
                "{\"server\":\"http://a b\",\"token\":\"t\"}"
            })
    void refusesADamagedFileByItsName(String text) throws IOException {
        var file = write("cli.json", text);

        assertThatThrownBy(() -> Configuration.find(Map.of("LAMELLA_CONFIG", file.toString()), folder))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining(file.toString());
    }

    @Test
    void keepsTheTokenOutOfItsText() {
        assertThat(new Configuration(URI.create("http://x"), "hush")).asString().doesNotContain("hush");
    }
}

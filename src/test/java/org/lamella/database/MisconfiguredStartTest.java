package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lamella.database.EmbeddedPostgresFixture.start;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start without a database ends in words, not in a stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class MisconfiguredStartTest {
    @TempDir
    Path data;

    @Test
    void saysEveryErrorOfTheSettings(CapturedOutput output) {
        fail("--lamella.db.url=postgres://db.example", "--lamella.db.password=x");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(" - LAMELLA_DB_URL is \"postgres://db.example\"")
                .contains(" - LAMELLA_DB_URL is set, LAMELLA_DB_USER (lamella.db.user) is not.")
                .contains("For an external PostgreSQL set")
                .doesNotContain("\tat ");
    }

    @Test
    void saysThatAnExternalServerIsNotThere(CapturedOutput output) {
        fail(
                "--lamella.db.url=jdbc:postgresql://127.0.0.1:1/lamella",
                "--lamella.db.user=u",
                "--lamella.db.password=p");
        assertThat(output)
                .contains(
                        "PostgreSQL at jdbc:postgresql://127.0.0.1:1/lamella does not take user u: Connection to 127.0.0.1:1 refused")
                .contains("Check LAMELLA_DB_URL")
                .doesNotContain("\tat ");
    }

    @Test
    void saysThatAnExternalServerWantsAnotherPassword(CapturedOutput output) {
        try (EmbeddedPostgres server = start(data)) {
            fail("--lamella.db.url=" + server.url(), "--lamella.db.user=lamella", "--lamella.db.password=guess");
            assertThat(output).contains("password authentication failed for user \"lamella\"");
        }
    }

    @Test
    void saysWhoHasTheDataFolder(CapturedOutput output) {
        EmbeddedPostgres holder = start(data);
        try (holder) {
            fail("--lamella.data=" + data);
        }
        assertThat(output)
                .contains("The data folder %s is in use by process %d."
                        .formatted(
                                data.resolve("postgres"),
                                ProcessHandle.current().pid()))
                .contains("give this control plane a data folder of its own");
    }

    private static void fail(String... settings) {
        SpringApplication application = new SpringApplicationBuilder(DatabaseConfiguration.class)
                .web(WebApplicationType.NONE)
                .build();
        assertThatThrownBy(() -> application.run(settings)).isNotNull();
    }
}

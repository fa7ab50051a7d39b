package org.lamella.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginTest {
    @TempDir
    private Path folder;

    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun login(String token) {
        return new CommandRun(folder)
                .input(new ByteArrayInputStream((token + "\n").getBytes(UTF_8)))
                .run(server.port(), "login", "--server", "http://localhost:" + server.port());
    }

    @Test
    void keepsATokenThatWorksWhereNobodyElseReadsIt() throws IOException {
        server.on("GET /api/v1/account", 200, "{\"email\":\"a@b.c\"}");

        var run = login("lat_new");

        var file = folder.resolve("cli.json");
        assertThat(run.out()).contains("signed in to http://localhost:" + server.port() + " as a@b.c", file.toString());
        assertThat(server.request("GET /api/v1/account").authorization()).isEqualTo("Bearer lat_new");
        assertThat(file).content().contains("lat_new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsWhatWasThereWhenTheTokenIsRefused() {
        server.on("GET /api/v1/account", 401, "{\"title\":\"Not signed in\"}");

        assertThat(login("lat_wrong").exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(folder.resolve("cli.json")).content().contains("secret");
    }

    @Test
    void sendsNothingWithoutAToken() {
        assertThat(login("").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(server.requests()).isEmpty();
    }
}

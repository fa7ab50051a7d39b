package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first start, and the starts after it. */
@ControlPlaneTest
@ExtendWith(OutputCaptureExtension.class)
class BootstrapTest {
    @Autowired
    private Bootstrap bootstrap;

    @Autowired
    private Rest rest;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private BootstrapSettings settings;

    @Test
    void signsTheCommandLineInForItsOwnerOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.cliConfig())))
                .isEqualTo("rw-------");
        assertThat(rest.get("/api/v1/slices").status()).isEqualTo(200);
    }

    @Test
    void leavesATokenThatWorksAsItIs() throws Exception {
        String before = Files.readString(settings.cliConfig());
        start();
        assertThat(Files.readString(settings.cliConfig())).isEqualTo(before);
        assertThat(count("accounts")).isEqualTo(1);
    }

    @Test
    void makesAFileAnewThatItCannotRead() throws Exception {
        Files.writeString(settings.cliConfig(), "{\"server\":");
        start();
        assertThat(rest.get("/api/v1/slices").status()).isEqualTo(200);
    }

    @Test
    void makesOneAdminAndOneSiteWhenManyStartAtOnce(CapturedOutput output) throws Exception {
        jdbc.sql("delete from accounts").update();
        jdbc.sql("delete from sites").update();
        Callable<Void> start = () -> {
            start();
            return null;
        };
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var started : executor.invokeAll(List.of(start, start, start, start))) {
                started.get();
            }
        }
        assertThat(count("accounts")).isEqualTo(1);
        assertThat(count("sites")).isEqualTo(1);
        assertThat(rest.get("/api/v1/slices").status()).isEqualTo(200);
        assertThat(output).doesNotContain(rest.token());
    }

    private void start() throws Exception {
        bootstrap.run(new DefaultApplicationArguments());
    }

    private int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }
}

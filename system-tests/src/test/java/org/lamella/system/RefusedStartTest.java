package org.lamella.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher refuses before it starts anything. */
@Timeout(240)
final class RefusedStartTest {
    @TempDir
    private Path folder;

    private static Ended dev(String... options) {
        var command = new String[options.length + 2];
        command[0] = "./lamella";
        command[1] = "dev";
        System.arraycopy(options, 0, command, 2, options.length);
        return Command.run(command);
    }

    @Test
    void namesEveryWrongOptionAtOnce() {
        var ended = dev("--port", "70000", "--nodes", "none", "--runtime=docker", "--frsh");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("'70000'", "'none'", "'docker'", "'--frsh'", "Usage: ./lamella dev");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void namesThePortInUseAndWhoHoldsIt() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended =
                    dev("--data", folder.resolve("data").toString(), "--port", Integer.toString(taken.getLocalPort()));

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err())
                    .contains("port " + taken.getLocalPort())
                    .contains("pid " + ProcessHandle.current().pid());
            assertThat(folder.resolve("data/logs")).doesNotExist();
        }
    }

    @Test
    void namesBothVersionsOfADataFolderOfAnotherOne() throws IOException {
        Files.writeString(folder.resolve("version"), "lamella-data 99\n");

        var ended = dev("--data", folder.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("format 99", "format 1", "--fresh");
    }

    @Test
    void doesNotWipeAFolderThatIsNoDataFolder() throws IOException {
        var precious = Files.writeString(folder.resolve("thesis.tex"), "years of work");
        Files.writeString(folder.resolve("version"), "2.7.1\n");

        var ended = dev("--data", folder.toString(), "--fresh");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("no data folder of Lamella");
        assertThat(precious).hasContent("years of work");
    }

    @Test
    @ExtendWith(SharedTestbed.class)
    void namesTheLauncherThatHoldsTheDataFolder(Testbed testbed) {
        var ended = dev("--data", testbed.data().toString(), "--port", Integer.toString(Testbed.freePort()));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).containsPattern("is held by another ./lamella dev, pid \\d+");
        assertThat(testbed.lamella("slice", "list").exitCode()).isZero();
    }
}

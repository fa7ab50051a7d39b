package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    private static final String CODE = "lamella-" + "a".repeat(32) + "." + "0".repeat(64);

    @TempDir
    Path state;

    private record Result(int code, String out, String err) {}

    @Test
    void saysItsVersion() {
        Result result = run("--version");
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("lamella-agent ");
    }

    @Test
    void namesEverythingThatIsWrongWithTheOptionsAtOnce() {
        Result result = run("join", "--control-plane", "nowhere", "--code", "secret");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("--control-plane", "'nowhere' is no HOST:PORT"))
                .anySatisfy(line -> assertThat(line).contains("--code", "the join code is malformed"));
    }

    @Test
    void namesTheOptionsThatAreMissing() {
        Result result = run("join");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--control-plane", "--code");
    }

    @Test
    void wantsACommand() {
        Result result = run();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("join, run, measure-disk, processes, who-sent or teardown");
    }

    @Test
    void refusesAnUnknownOption() {
        Result result = run("run", "--no-such-option");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--no-such-option");
    }

    @Test
    void helpsWithoutWhatIsRequired() {
        Result result = run("join", "--help");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("--code=CODE", "the control plane cannot be reached");
    }

    @Test
    void tellsAnUnreachableControlPlaneByItsExitCode() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Result result =
                run("join", "--control-plane", "127.0.0.1:" + port, "--code", CODE, "--state", state.toString());
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("the connection to the control plane at 127.0.0.1:" + port + " failed");
    }

    @Test
    void doesNotRunANodeThatHasNotJoined() {
        Result result = run("run", "--runtime", "memory", "--state", state.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("lamella-agent: this node has not joined a control plane: there is no identity in " + state
                        + "; lamella-agent join makes one\n");
    }

    @Test
    void refusesASecondAgentOnTheSameState() throws IOException {
        try (StateLock lock = StateLock.take(state)) {
            Result result = run("run", "--runtime", "memory", "--state", state.toString());
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err())
                    .isEqualTo("lamella-agent: the state in " + state + " is in use by the agent with pid "
                            + ProcessHandle.current().pid() + "\n");
        }
    }

    private static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Result(line.execute(arguments), out.toString(), err.toString());
    }
}

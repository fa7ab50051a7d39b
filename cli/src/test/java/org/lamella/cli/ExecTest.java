package org.lamella.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ExecTest {
    private static final int CHUNK = 32 * 1024;
    private static final int LONG_REQUEST = 16 << 20;

    @TempDir
    private Path folder;

    private FakeExecServer server;

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private CommandRun exec(String... command) {
        return exec(new CommandRun(folder), command);
    }

    private CommandRun exec(CommandRun run, String... command) {
        var arguments = new String[command.length + 5];
        System.arraycopy(new String[] {"exec", "--node", "node1", "demo_hello", "--"}, 0, arguments, 0, 5);
        System.arraycopy(command, 0, arguments, 5, command.length);
        return run.run(server.port(), arguments);
    }

    /** Reads standard input to its end. */
    private static byte[] input(FakeSession session) throws IOException {
        var content = new ByteArrayOutputStream();
        for (var message = session.read(); !message.text(); message = session.read()) {
            if (message.closed()) {
                throw new IOException("closed before the end of standard input");
            }
            assertThat(message.content()[0]).isZero();
            content.write(message.content(), 1, message.content().length - 1);
        }
        return content.toByteArray();
    }

    @Test
    void saysWhatToRunWhere() throws IOException {
        var request = new CompletableFuture<FakeSession.Message>();
        server = FakeExecServer.playing(session -> {
            request.complete(session.read());
            session.exit(0);
        });

        new CommandRun(folder)
                .run(
                        server.port(),
                        "exec",
                        "--node",
                        "node1",
                        "--env",
                        "A=1",
                        "--env",
                        "B=x=y",
                        "--cwd",
                        "/tmp",
                        "demo_hello",
                        "--",
                        "sh",
                        "-c",
                        "echo \"$@\"",
                        "--",
                        "--node",
                        "@file");

        assertThat(server.head())
                .startsWith("GET /api/v1/slices/demo_hello/slivers/node1/exec HTTP/1.1")
                .contains("Authorization: Bearer secret")
                .contains("Sec-WebSocket-Protocol: lamella.exec.v1");
        assertThat(request.join().json())
                .isEqualTo(Json.parse("{\"command\":[\"sh\",\"-c\",\"echo \\\"$@\\\"\",\"--\",\"--node\",\"@file\"],"
                        + "\"environment\":{\"A\":\"1\",\"B\":\"x=y\"},\"workingDirectory\":\"/tmp\"}"));
    }

    private static final class FakeTerminal implements Terminal {
        private final List<String> happened = new CopyOnWriteArrayList<>();
        private volatile Size size = new Size(100, 30);
        private volatile Runnable resized = () -> {};

        @Override
        public Size size() {
            return size;
        }

        @Override
        public Runnable raw() {
            happened.add("raw");
            return () -> happened.add("restored");
        }

        @Override
        public void onResize(Runnable action) {
            resized = action;
        }
    }

    @Test
    void givesTheCommandItsTerminalAndTellsItsNewSize() throws IOException {
        var terminal = new FakeTerminal();
        var request = new CompletableFuture<FakeSession.Message>();
        var resize = new CompletableFuture<FakeSession.Message>();
        var typed = new CompletableFuture<FakeSession.Message>();
        server = FakeExecServer.playing(session -> {
            request.complete(session.read());
            assertThat(terminal.happened).isEmpty();
            session.text("{\"opened\":true}");
            typed.complete(session.read());
            terminal.size = new Terminal.Size(81, 25);
            Thread.ofVirtual().start(terminal.resized);
            resize.complete(session.read());
            session.output(1, "$ ".getBytes(UTF_8));
            session.exit(3);
        });
        var keys = new PipedOutputStream();
        var keyboard = new PipedInputStream(keys);
        keys.write("x".getBytes(UTF_8));

        var run = new CommandRun(folder).at(terminal).input(keyboard);
        run.run(server.port(), "exec", "-t", "--node", "node1", "demo_hello", "--", "sh");

        keys.close();
        assertThat(request.join().json().path("terminal").path("columns").asInt())
                .isEqualTo(100);
        assertThat(request.join().json().path("terminal").path("rows").asInt()).isEqualTo(30);
        assertThat(request.join().json().path("terminal").path("type").asString())
                .isEqualTo("xterm-256color");
        assertThat(typed.join().content()).containsExactly(0, 'x');
        assertThat(resize.join().json()).isEqualTo(Json.parse("{\"resize\":{\"columns\":81,\"rows\":25}}"));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEqualTo("$ ");
        assertThat(terminal.happened).containsExactly("raw", "restored");
    }

    @Test
    void leavesTheTerminalAloneWhenTheSessionIsRefused() throws IOException {
        var terminal = new FakeTerminal();
        server = FakeExecServer.refusing(409, "{\"title\":\"Conflict\",\"detail\":\"it is STOPPED\"}");

        var run = new CommandRun(folder).at(terminal);
        run.run(server.port(), "exec", "-t", "--node", "node1", "demo_hello", "--", "sh");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.happened).isEmpty();
    }

    @Test
    void endsWithTheCommandsExitCode() throws IOException {
        server = FakeExecServer.playing(session -> {
            session.read();
            session.text("{\"opened\":true}");
            session.exit(137);
        });

        assertThat(exec("true").exitCode()).isEqualTo(137);
    }

    @Test
    void keepsOutputAndErrorApart() throws IOException {
        server = FakeExecServer.playing(session -> {
            session.read();
            session.text("{\"opened\":true}");
            session.output(1, "out".getBytes(UTF_8));
            session.output(2, "err".getBytes(UTF_8));
            session.output(1, new byte[0]);
            session.output(1, "put".getBytes(UTF_8));
            session.exit(0);
        });

        var run = exec("true");

        assertThat(run.out()).isEqualTo("output");
        assertThat(run.err()).isEqualTo("err");
    }

    @Test
    void passesEveryByteUnchangedInBothDirections() throws IOException {
        var bytes = new byte[3 * CHUNK + 17];
        new Random(1).nextBytes(bytes);
        server = FakeExecServer.playing(session -> {
            session.read();
            session.text("{\"opened\":true}");
            session.output(1, input(session));
            session.exit(0);
        });

        var run = exec(new CommandRun(folder).input(new ByteArrayInputStream(bytes)), "cat");

        assertThat(run.bytes()).isEqualTo(bytes);
    }

    /** The request is longer than what the kernel holds: its sending ends only when the server reads, after its first answer. */
    @Test
    void losesNoInputWhenTheCommandStartsBeforeItsRequestIsSent() throws IOException {
        var started = new CompletableFuture<Void>();
        var received = new CompletableFuture<String>();
        server = FakeExecServer.playing(session -> {
            session.text("{\"opened\":true}");
            session.output(1, "started".getBytes(UTF_8));
            started.orTimeout(20, TimeUnit.SECONDS).join();
            session.read();
            received.complete(new String(input(session), UTF_8));
            session.exit(0);
        });
        var output = new OutputStream() {
            @Override
            public void write(int b) {
                started.complete(null);
            }
        };

        exec(
                new CommandRun(folder)
                        .input(new ByteArrayInputStream("typed".getBytes(UTF_8)))
                        .output(output),
                "echo",
                "x".repeat(LONG_REQUEST));

        assertThat(received).isCompletedWithValue("typed");
    }

    @Test
    void putsAMessageTogetherThatComesInPieces() throws IOException {
        server = FakeExecServer.playing(session -> {
            session.read();
            session.text("{\"opened\":true}");
            session.outputInPieces(1, "pieces".getBytes(UTF_8));
            session.output(1, "!".getBytes(UTF_8));
            session.exit(0);
        });

        assertThat(exec("true").out()).isEqualTo("pieces!");
    }

    @Test
    void endsLikeACommandWhoseReaderWentAway() throws IOException {
        server = FakeExecServer.playing(session -> {
            session.read();
            session.text("{\"opened\":true}");
            session.output(1, "first line\n".getBytes(UTF_8));
            session.awaitClosed();
        });
        var broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        var run = exec(new CommandRun(folder).output(broken), "yes");

        assertThat(run.exitCode()).isEqualTo(141);
        server.awaitPlayed();
    }

    @Test
    void printsWhyTheSessionCouldNotBeOpened() throws IOException {
        server = FakeExecServer.playing(session -> {
            session.read();
            session.text("{\"problem\":{\"title\":\"Refused\",\"detail\":\"node1 has 64 sessions, 64 is the most\"}}");
            session.close(1000);
            session.awaitClosed();
        });

        var run = exec("true");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).isEqualToIgnoringNewLines("lamella: Refused: node1 has 64 sessions, 64 is the most");
    }

    @Test
    void printsWhyTheHandshakeWasRefused() throws IOException {
        server = FakeExecServer.refusing(
                404, "{\"title\":\"No such sliver\",\"detail\":\"demo_hello has no sliver on node1\"}");

        var run = exec("true");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("No such sliver: demo_hello has no sliver on node1");
    }

    @Test
    void doesNotTakeABrokenSessionForAnEndedCommand() throws IOException {
        server = FakeExecServer.playing(session -> {
            session.read();
            session.text("{\"opened\":true}");
            session.output(1, "half".getBytes(UTF_8));
        });

        var run = exec("true");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("before the command ended");
    }

    @Test
    void doesNotTakeACloseWithoutAnExitCodeForAnEndedCommand() throws IOException {
        server = FakeExecServer.playing(session -> {
            session.read();
            session.close(1011);
            session.awaitClosed();
        });

        var run = exec("true");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("1011");
    }
}

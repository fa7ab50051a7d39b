package org.lamella.agent.controllink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.lamella.protocol.CloseSession;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.OpenSession;
import org.lamella.protocol.SessionOutput;
import org.lamella.protocol.SessionTerminal;
import org.lamella.protocol.TerminalSize;

class SessionOverTheLinkTest extends OnAStream {
    private static final int CHUNK = 32 * 1024;

    /** The windows and buffers of two gRPC ends, with room; far below what the process has to say. */
    private static final long UNDERWAY_AT_MOST = 3L << 20;

    @Test
    void keepsStdoutAndStderrApartAndEndsWithTheExitCode() throws InterruptedException {
        stream.open("s1", "sh", "-c", "echo out; echo err >&2; exit 7");
        Transcript transcript = read(controlPlane.awaitSession());
        assertThat(transcript.opened).isEqualTo("s1");
        assertThat(transcript.stdout.toString()).isEqualTo("out\n");
        assertThat(transcript.stderr.toString()).isEqualTo("err\n");
        assertThat(transcript.exit).isEqualTo(7);
    }

    @Test
    void echoesFiftyMegabytesPastASlowReaderInLittleMemory() throws Exception {
        int total = 50 << 20;
        stream.open("s1", "cat");
        FakeSession session = controlPlane.awaitSession();
        assertThat(session.next().hasOpened()).isTrue();
        CRC32 sent = new CRC32();
        Thread writer = Thread.ofVirtual().start(() -> write(session, total, sent));

        CRC32 received = new CRC32();
        long consumed = 0;
        long mostUnderWay = 0;
        SessionOutput output = session.next();
        while (!output.hasExit()) {
            assertThat(output.getStdout().size()).isBetween(1, CHUNK);
            received.update(output.getStdout().toByteArray());
            consumed += output.getStdout().size();
            if (consumed % (1 << 20) < CHUNK) {
                // The reader dawdles: all that could flow into buffers in the meantime does.
                mostUnderWay = Math.max(mostUnderWay, settled() - consumed);
            }
            output = session.next();
        }
        writer.join();
        assertThat(consumed).isEqualTo(total);
        assertThat(received.getValue()).isEqualTo(sent.getValue());
        assertThat(output.getExit().getCode()).isZero();
        assertThat(mostUnderWay).isBetween(1L, UNDERWAY_AT_MOST);
    }

    @Test
    void doesNotLetAStoppedReaderHoldUpAnotherSessionOrTheHeartbeat() throws InterruptedException {
        stream.open("stopped", "cat", "/dev/zero");
        controlPlane.awaitSession().next();
        await().atMost(30, SECONDS).until(() -> node.executor.bytesRead.get() > 500_000);
        settled();
        stream.heartbeats.clear();
        stream.open("other", "echo", "through");
        assertThat(read(controlPlane.awaitSession()).stdout.toString()).isEqualTo("through\n");
        FakeControlPlane.await(stream.heartbeats, "heartbeat");
    }

    @Test
    void endsTheProcessWhenTheControlPlaneCancels() throws InterruptedException {
        stream.open("s1", "sleep", "1000");
        FakeSession session = controlPlane.awaitSession();
        session.next();
        session.cancel();
        assertProcessEnds();
    }

    @Test
    void endsTheProcessOnCloseSessionThoughItsInputIsStuck() throws InterruptedException {
        stream.open("s1", "sleep", "1000");
        FakeSession session = controlPlane.awaitSession();
        session.next();
        byte[] chunk = new byte[CHUNK];
        int sent = 0;
        while (session.takesMore()) {
            session.stdin(chunk, chunk.length);
            sent += chunk.length;
            assertThat(sent).as("taken of a process that reads nothing").isLessThan(4 << 20);
            if (!session.takesMore()) {
                await().pollDelay(java.time.Duration.ofMillis(200)).until(() -> true);
            }
        }
        stream.send(ControlMessage.newBuilder()
                .setCloseSession(CloseSession.newBuilder().setSessionId("s1"))
                .build());
        assertProcessEnds();
        await().atMost(30, SECONDS).until(() -> session.ended.getCount() == 0);
    }

    @Test
    void endsTheProcessWhenTheControlPlaneDies() throws InterruptedException {
        stream.open("s1", "sleep", "1000");
        controlPlane.awaitSession().next();
        controlPlane.stop();
        assertProcessEnds();
    }

    @Test
    void passesOnWhyTheRuntimeRefuses() throws InterruptedException {
        stream.send(open(OpenSession.newBuilder()
                .setSessionId("s1")
                .setSlice("demo_missing")
                .addCommand("true")));
        SessionOutput output = controlPlane.awaitSession().next();
        assertThat(output.getRefused().getSessionId()).isEqualTo("s1");
        assertThat(output.getRefused().getReason()).isEqualTo("container demo_missing does not exist");
    }

    @Test
    void refusesWhatIsNoProcess() throws InterruptedException {
        stream.send(open(OpenSession.newBuilder().setSessionId("s1").setSlice("demo_hello")));
        assertThat(controlPlane.awaitSession().next().getRefused().getReason()).isEqualTo("a command needs a program");
        stream.send(open(OpenSession.newBuilder()
                .setSessionId("s2")
                .setSlice("demo_hello")
                .addCommand("true")
                .setWorkingDirectory("home")));
        assertThat(controlPlane.awaitSession().next().getRefused().getReason())
                .isEqualTo("working directory home is not absolute");
    }

    @Test
    void handsOverEnvironmentAndWorkingDirectory() throws InterruptedException {
        stream.send(open(OpenSession.newBuilder()
                .setSessionId("s1")
                .setSlice("demo_hello")
                .addAllCommand(List.of("sh", "-c", "echo $GREETING; pwd"))
                .putEnvironment("GREETING", "hello")
                .setWorkingDirectory("/tmp")));
        assertThat(read(controlPlane.awaitSession()).stdout.toString()).isEqualTo("hello\n/tmp\n");
    }

    @Test
    void handsOverTheTerminalAndItsNewSize() throws InterruptedException {
        stream.send(open(OpenSession.newBuilder()
                .setSessionId("s1")
                .setSlice("demo_hello")
                .addAllCommand(List.of("sh", "-c", "echo $TERM; read line"))
                .setTerminal(SessionTerminal.newBuilder()
                        .setType("vt100")
                        .setSize(TerminalSize.newBuilder().setColumns(100).setRows(30)))));
        FakeSession session = controlPlane.awaitSession();
        assertThat(session.next().hasOpened()).isTrue();
        assertThat(session.next().getStdout().toStringUtf8()).isEqualTo("vt100\n");
        assertThat(FakeControlPlane.await(node.executor.asked, "request").terminal())
                .contains(new org.lamella.agent.runtime.TerminalSize(100, 30));
        session.resize(81, 25);
        assertThat(FakeControlPlane.await(node.executor.sizes, "size"))
                .isEqualTo(new org.lamella.agent.runtime.TerminalSize(81, 25));
        session.closeStdin();
        assertThat(session.next().hasExit()).isTrue();
    }

    private static ControlMessage open(OpenSession.Builder session) {
        return ControlMessage.newBuilder().setOpenSession(session).build();
    }

    private void assertProcessEnds() throws InterruptedException {
        Process process = FakeControlPlane.await(node.executor.started, "process");
        await().atMost(30, SECONDS).until(() -> !process.isAlive());
    }

    /** What has been read of processes once nothing more flows. */
    private long settled() {
        long[] last = {-1};
        await().pollInterval(java.time.Duration.ofMillis(30))
                .atMost(30, SECONDS)
                .until(() -> last[0] == (last[0] = node.executor.bytesRead.get()));
        return last[0];
    }

    private static void write(FakeSession session, int total, CRC32 sum) {
        Random random = new Random(1);
        byte[] chunk = new byte[CHUNK];
        try {
            for (int sent = 0; sent < total; sent += chunk.length) {
                random.nextBytes(chunk);
                sum.update(chunk);
                session.stdin(chunk, chunk.length);
            }
            session.closeStdin();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Transcript read(FakeSession session) throws InterruptedException {
        Transcript transcript = new Transcript();
        SessionOutput output;
        do {
            output = session.next();
            transcript.add(output);
        } while (!output.hasExit());
        return transcript;
    }

    private static final class Transcript {
        private String opened = "";
        private final StringBuilder stdout = new StringBuilder();
        private final StringBuilder stderr = new StringBuilder();
        private final List<SessionOutput.KindCase> kinds = new ArrayList<>();
        private int exit = -1;

        void add(SessionOutput output) {
            kinds.add(output.getKindCase());
            switch (output.getKindCase()) {
                case OPENED -> opened = output.getOpened().getSessionId();
                case STDOUT -> stdout.append(output.getStdout().toString(StandardCharsets.UTF_8));
                case STDERR -> stderr.append(output.getStderr().toString(StandardCharsets.UTF_8));
                case EXIT -> exit = output.getExit().getCode();
                case REFUSED, KIND_NOT_SET -> throw new AssertionError("unexpected " + output);
            }
        }
    }
}

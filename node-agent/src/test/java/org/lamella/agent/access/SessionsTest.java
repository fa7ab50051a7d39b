package org.lamella.agent.access;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.Execution;

class SessionsTest {
    private final LocalExecutor executor = new LocalExecutor();
    private final Sessions sessions = new Sessions(executor);

    @AfterEach
    void stop() {
        sessions.close();
        executor.started.forEach(Process::destroyForcibly);
    }

    @Test
    void refusesTheSixtyFifth() throws InterruptedException {
        List<FakePeer> open = new ArrayList<>();
        for (int i = 0; i < Sessions.MOST; i++) {
            open.add(open("sleep", "1000"));
        }
        for (FakePeer peer : open) {
            peer.awaitOpened();
        }
        FakePeer oneTooMany = open("true");
        assertThat(oneTooMany.refusal).isEqualTo("64 sessions are open on this node, and 64 are allowed at once");

        open.getFirst().leave();
        FakePeer next = awaitPlace();
        next.awaitEnd();
        assertThat(next.exit).isZero();
    }

    @Test
    void saysTheExitCodeAfterAllOutput() throws InterruptedException {
        FakePeer peer = open("sh", "-c", "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; exit 3");
        peer.awaitEnd();
        assertThat(peer.stdout()).hasLineCount(3000).endsWith("line 2999\n");
        assertThat(peer.exit).isEqualTo(3);
    }

    @Test
    void doesNotWaitForAChildThatTheProcessLeftBehind() throws InterruptedException {
        FakePeer peer = open("sh", "-c", "sleep 1000 & echo $!");
        peer.awaitEnd();
        assertThat(peer.exit).isZero();
        long child = Long.parseLong(peer.stdout().strip());
        ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void endsAProcessWhosePeerLeft() throws InterruptedException {
        FakePeer peer = open("sleep", "1000");
        peer.awaitOpened();
        peer.leave();
        Process process = executor.started.take();
        await().atMost(30, SECONDS).until(() -> !process.isAlive());
    }

    @Test
    void endsAProcessWhosePeerLeftWhileItStarted() throws InterruptedException {
        FakePeer peer = new FakePeer();
        peer.leave();
        sessions.open(request("sleep", "1000"), peer);
        Process process = executor.started.take();
        await().atMost(30, SECONDS).until(() -> !process.isAlive());
    }

    @Test
    void endsEverySessionWhenItCloses() throws InterruptedException {
        FakePeer peer = open("sleep", "1000");
        peer.awaitOpened();
        sessions.close();
        peer.awaitEnd();
        assertThat(peer.exit).isEqualTo(128 + 9);
    }

    @Test
    void refusesAProgramThatIsNotThere() throws InterruptedException {
        FakePeer peer = open("/no/such/program");
        peer.awaitEnd();
        assertThat(peer.refusal).contains("/no/such/program");
    }

    private FakePeer awaitPlace() {
        FakePeer[] taken = new FakePeer[1];
        await().atMost(30, SECONDS).until(() -> {
            taken[0] = open("true");
            return taken[0].refusal == null;
        });
        return taken[0];
    }

    private FakePeer open(String... command) {
        FakePeer peer = new FakePeer();
        sessions.open(request(command), peer);
        return peer;
    }

    private static SessionRequest request(String... command) {
        return new SessionRequest("s1", "demo_hello", new ExecRequest(List.of(command), Map.of(), "/"));
    }

    /** A peer in memory, that sends no input and takes all output at once. */
    private static final class FakePeer implements SessionPeer {
        private final CountDownLatch opened = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private final StringBuilder stdout = new StringBuilder();
        private volatile String refusal;
        private volatile int exit = -1;
        private boolean gone;
        private Runnable whenGone = () -> {};

        void awaitOpened() throws InterruptedException {
            assertThat(opened.await(20, SECONDS)).as("opened").isTrue();
        }

        void awaitEnd() throws InterruptedException {
            assertThat(ended.await(20, SECONDS)).as("ended").isTrue();
        }

        synchronized String stdout() {
            return stdout.toString();
        }

        void leave() {
            Runnable action;
            synchronized (this) {
                gone = true;
                action = whenGone;
                notifyAll();
            }
            action.run();
        }

        @Override
        public void opened(Execution execution) {
            opened.countDown();
        }

        @Override
        public void refused(String reason) {
            refusal = reason;
            ended.countDown();
        }

        @Override
        public synchronized void output(Output which, byte[] buffer, int length) {
            stdout.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }

        @Override
        public synchronized void exited(int code) {
            exit = code;
            ended.countDown();
            notifyAll();
        }

        @Override
        public synchronized Optional<byte[]> input() throws PeerGone, InterruptedException {
            while (!gone && ended.getCount() > 0) {
                wait(Duration.ofSeconds(20).toMillis());
            }
            if (gone) {
                throw new PeerGone();
            }
            return Optional.empty();
        }

        @Override
        public void onGone(Runnable action) {
            synchronized (this) {
                whenGone = action;
                if (!gone) {
                    return;
                }
            }
            action.run();
        }
    }
}

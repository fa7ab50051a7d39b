package org.lamella.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.BUSYBOX;
import static org.lamella.agent.TestNode.running;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.agent.OnKernel;
import org.lamella.agent.TestNode;
import org.lamella.agent.access.Sessions;
import org.lamella.agent.plan.Admission;
import org.lamella.agent.plan.Admission.Person;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.ssh.OpenSsh.Result;

/** What a real OpenSSH client can do with two running slivers, and what it cannot. */
@OnKernel
class SshTest {
    private static final List<SliverPlan> SLIVERS = List.of(running("demo_a", 1), running("demo_b", 1));

    /** For a client on a busy machine, and less than the time after which a connection that is dead would be missed. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private static TestNode node;
    private static Sessions sessions;
    private static SshDoor door;
    private static LoginBook book;
    private static OpenSsh ann;
    private static OpenSsh bob;
    private static long generation = 1_000;

    @BeforeAll
    static void startSlivers() throws Exception {
        Commands.run("ip", "link", "set", "lo", "up");
        node = TestNode.started();
        node.apply(SLIVERS, List.of(BUSYBOX));
        node.awaitState("demo_a", SliverState.RUNNING);
        node.awaitState("demo_b", SliverState.RUNNING);
        sessions = new Sessions(node.agent().executor());
        book = new LoginBook(node.home.resolve("logins"), Clock.systemUTC());
        HostKeys keys = HostKeys.in(node.home.resolve("state/ssh"));
        door = new SshDoor(
                0, keys, () -> node.agent().plan(), sessions, node.agent().insideNetwork(), book, Clock.systemUTC());
        door.start();
        ann = OpenSsh.with(node.home.resolve("ann"), door.port(), keys.publicKeys());
        bob = OpenSsh.with(node.home.resolve("bob"), door.port(), keys.publicKeys());
    }

    @AfterAll
    static void tearDown() throws Exception {
        door.close();
        sessions.close();
        node.close();
    }

    /** Ann is a member of the first slice, Bob of the second. */
    @BeforeEach
    void admitBoth() throws IOException {
        plan(Map.of("demo_a", List.of(0), "demo_b", List.of(1)));
    }

    private static void plan(Map<String, List<Integer>> members) throws IOException {
        List<Person> people = List.of(
                new Person("ann@example.org", List.of(ann.publicKey())),
                new Person("bob@example.org", List.of(bob.publicKey())));
        generation++;
        node.agent().apply(new NodePlan(generation, SLIVERS, List.of(BUSYBOX), new Admission(people, members)));
        door.review();
    }

    @Test
    void runsACommandAsRootInsideAndSaysItsExitCode() throws Exception {
        Result result = ann.ssh("demo_a", "id -u; hostname; pwd; echo $HOME $USER $SHELL; echo wrong >&2; exit 7");

        assertThat(result.output()).isEqualTo("0\ndemo-a\n/root\n/root root /bin/sh\n");
        assertThat(result.errors()).isEqualTo("wrong\n");
        assertThat(result.code()).isEqualTo(7);
        assertThat(ann.ssh("demo_a", "no-such-command").code()).isEqualTo(127);
        assertThat(ann.ssh("demo_a", "kill -TERM $$").code()).isEqualTo(128 + 15);
    }

    @Test
    void carriesInputToItsEndAndLargeOutput() throws Exception {
        assertThat(ann.with("hello\n").ssh("demo_a", "cat; echo end").output()).isEqualTo("hello\nend\n");
        assertThat(ann.ssh("demo_a", "head -c 20000000 /dev/zero | tr '\\0' x").output())
                .hasSize(20_000_000);
    }

    @Test
    void waitsWhileTheClientTakesNoOutput() throws Exception {
        Process client =
                ann.start("ssh", "demo_a", List.of(), "yes | tee /tmp/written >/dev/null & yes | tee /tmp/sent");
        try (InputStream output = client.getInputStream()) {
            output.readNBytes(100);
            long[] before = {-1};
            await().pollInterval(Duration.ofMillis(300)).until(() -> {
                long now = Long.parseLong(node.output("demo_a", "stat", "-c", "%s", "/tmp/sent"));
                boolean standsStill = now == before[0];
                before[0] = now;
                return standsStill;
            });
        }
        client.destroy();
        client.waitFor();
        node.output("demo_a", "killall", "yes");
        await().until(() -> node.output("demo_a", "pidof", "yes").isEmpty());
    }

    @Test
    void givesAShellATerminalThatChangesItsSize() throws Exception {
        try (Screen screen = Screen.of(ann, "demo_a", 80, 24)) {
            // The runtime gives the inner terminal its size when the shell may have begun already.
            screen.type("until stty size | grep -q ' [1-9]'; do :; done; stty size; tty; echo $TERM\n");
            screen.await("24 80");
            screen.await("/dev/pts/0");
            screen.await("xterm");

            screen.resize(132, 50);
            screen.type("stty size\n");
            screen.await("50 132");

            screen.type("sleep 1000\n");
            await().until(() -> node.output("demo_a", "pidof", "sleep").length() > 0);
            screen.type("\u0003");
            screen.type("echo interrupted $?\n");
            screen.await("interrupted 130");

            screen.type("exit 3\n");
            assertThat(screen.exit()).isEqualTo(3);
        }
    }

    @Test
    void copiesFilesBothWays() throws Exception {
        byte[] contents = "x\u0000y\n".repeat(300_000).getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(node.home.resolve("file"), contents);

        assertThat(ann.scp(file.toString(), "demo_a@127.0.0.1:/tmp/by-scp").code())
                .isZero();
        assertThat(ann.scp(
                                "demo_a@127.0.0.1:/tmp/by-scp",
                                node.home.resolve("back").toString())
                        .code())
                .isZero();
        assertThat(Files.readAllBytes(node.home.resolve("back"))).isEqualTo(contents);

        Result sftp = ann.with("pwd\nput %s by-sftp\nls -l by-sftp\nget by-sftp %s\n"
                        .formatted(file, node.home.resolve("back2")))
                .sftp("demo_a");
        assertThat(sftp.code()).as(sftp.errors()).isZero();
        assertThat(sftp.output()).contains("Remote working directory: /root", " root ");
        assertThat(Files.readAllBytes(node.home.resolve("back2"))).isEqualTo(contents);
        assertThat(node.output("demo_a", "stat", "-c", "%u %s", "/root/by-sftp"))
                .isEqualTo("0 " + contents.length);
    }

    @Test
    void followsLinksInsideTheSliverOnly() throws Exception {
        Files.writeString(node.home.resolve("secret"), "the host's");
        node.output("demo_a", "ln", "-sf", node.home.resolve("secret").toString(), "/tmp/link");
        node.output("demo_a", "ln", "-sfn", "/proc/1/root/etc/hostname", "/tmp/link2");

        Result result = ann.scp(
                "demo_a@127.0.0.1:/tmp/link", node.home.resolve("stolen").toString());

        assertThat(result.code()).isNotZero();
        assertThat(result.errors()).contains("No such file");
        assertThat(node.home.resolve("stolen")).doesNotExist();
    }

    @Test
    void forwardsConnectionsIntoTheSliver() throws Exception {
        node.output("demo_a", "sh", "-c", "nc -ll -p 80 -e cat </dev/null >/dev/null 2>&1 &");
        int local = freePort();
        Process tunnel = ann.start("ssh", "demo_a", List.of("-N", "-L", local + ":localhost:80"));
        try {
            assertThat(echo(local)).isEqualTo("through the tunnel");
            assertThat(echo(local)).isEqualTo("through the tunnel");
        } finally {
            tunnel.destroy();
            tunnel.waitFor();
            node.output("demo_a", "killall", "nc");
        }
    }

    @Test
    void forwardsNothingOutOfTheSliver() throws Exception {
        try (ServerSocket ofTheHost = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = ":" + ofTheHost.getLocalPort();
            // The host's loopback is not the sliver's: there, nobody listens.
            assertThat(ann.ssh(List.of("-o", "LogLevel=INFO", "-W", "127.0.0.1" + port), "demo_a")
                            .errors())
                    .contains("connect failed");
            for (String other : List.of(
                    "10.213.7.1", node.agent().insideNetwork().address("demo_b"), "198.18.0.1", "example.org")) {
                assertThat(ann.ssh(List.of("-o", "LogLevel=INFO", "-W", other + port), "demo_a")
                                .errors())
                        .contains("administratively prohibited");
            }
        }
        Result remote = ann.ssh(List.of("-o", "ExitOnForwardFailure=yes", "-R", "8080:localhost:80"), "demo_a", "true");
        assertThat(remote.code()).isEqualTo(255);
        assertThat(remote.errors()).contains("remote port forwarding failed");
    }

    @Test
    void refusesWhoeverIsNoMember() throws Exception {
        for (Result refused : List.of(
                ann.ssh("demo_b", "true"),
                ann.ssh("demo_none", "true"),
                ann.ssh("root", "true"),
                ann.ssh(List.of("-o", "PreferredAuthentications=password"), "demo_a", "true"))) {
            assertThat(refused.code()).isEqualTo(255);
            assertThat(refused.errors()).contains("Permission denied (publickey)");
        }
        assertThat(bob.ssh("demo_b", "hostname").output()).isEqualTo("demo-b\n");
    }

    @Test
    void opensAndClosesWithTheKey() throws Exception {
        Process session = ann.start("ssh", "demo_a", List.of(), "echo ready; sleep 1003");
        assertThat(session.getInputStream().readNBytes(6))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("ready\n");
        String login = book.news(1_000).stream()
                .filter(news -> !news.hasEnded())
                .toList()
                .getLast()
                .id();
        Process idle = ann.start("ssh", "demo_a", List.of("-N"));

        plan(Map.of("demo_a", List.of(1), "demo_b", List.of(1)));

        assertThat(book.news(1_000)).anyMatch(news -> news.id().equals(login) && news.hasEnded());
        assertThat(ann.ssh("demo_a", "true").errors()).contains("Permission denied");
        assertThat(session.waitFor(AT_ONCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(session.exitValue()).isEqualTo(255);
        assertThat(idle.waitFor()).isEqualTo(255);
        await().until(() -> node.output("demo_a", "pidof", "sleep").isEmpty());
        assertThat(bob.ssh("demo_a", "hostname").output()).isEqualTo("demo-a\n");
    }

    @Test
    void writesDownWhoWasIn() throws Exception {
        book.stored(book.news(1_000));

        ann.ssh("demo_a", "true");

        await().until(() -> book.news(1_000).stream().anyMatch(SshLogin::hasEnded));
        SshLogin login = book.news(1_000).getLast();
        assertThat(login.slice()).isEqualTo("demo_a");
        assertThat(login.account()).isEqualTo("ann@example.org");
        assertThat(login.fingerprint()).startsWith("SHA256:").hasSize(50);
        assertThat(login.from()).isEqualTo("127.0.0.1");
    }

    @Test
    void takesNoVariablesButThoseOfLanguage() throws Exception {
        Result result = ann.ssh(
                List.of("-o", "SetEnv=LC_ALL=C.UTF-8", "-o", "SetEnv=LD_PRELOAD=/tmp/x"),
                "demo_a",
                "echo \"$LC_ALL,$LD_PRELOAD,$TERM\"");
        assertThat(result.output()).isIn("C.UTF-8,,\n", ",,\n");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String echo(int port) {
        byte[] words = "through the tunnel".getBytes(StandardCharsets.UTF_8);
        byte[] back = await().ignoreExceptions()
                .until(
                        () -> {
                            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                                socket.getOutputStream().write(words);
                                return socket.getInputStream().readNBytes(words.length);
                            }
                        },
                        answer -> Arrays.equals(answer, words));
        return new String(back, StandardCharsets.UTF_8);
    }
}

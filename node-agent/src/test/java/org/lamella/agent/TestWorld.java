package org.lamella.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;

/**
 * The world at the other end of an uplink that is made with it: a network namespace that has {@code 192.0.2.2} and
 * {@code 192.0.2.3}, and in which whoever connects is listened to, or sent to, as fast as it goes, or told a word. It knows no way to
 * the slivers' addresses.
 */
final class TestWorld implements AutoCloseable {
    static final String UPLINK = "up0";
    static final String ADDRESS = "192.0.2.2";
    static final String OTHER_ADDRESS = "192.0.2.3";

    private static final Commands COMMANDS = new Commands(Posix.open(), "test-world");
    private static final int CHUNK = 1 << 16;

    private final Process namespace;
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    TestWorld() throws Exception {
        removeUplink();
        namespace = new ProcessBuilder("unshare", "--net", "sh", "-c", """
                read go
                ip link set lo up
                for a in 192.0.2.2 192.0.2.3; do ip addr add $a/24 dev up1; done
                ip link set up1 up
                echo ready
                read end
                """).start();
        Path own = Path.of("/proc/thread-self/ns/net");
        await().until(() -> !Files.readSymbolicLink(Path.of("/proc", Long.toString(namespace.pid()), "ns/net"))
                .equals(Files.readSymbolicLink(own)));
        COMMANDS.run(List.of("ip", "-batch", "-"), """
                link set lo up
                link add up0 type veth peer name up1 netns %d
                addr add 192.0.2.1/24 dev up0
                link set up0 up
                """.formatted(namespace.pid()));
        namespace.getOutputStream().write("go\n".getBytes(UTF_8));
        namespace.getOutputStream().flush();
        assertThat(namespace.inputReader().readLine()).isEqualTo("ready");
    }

    /** It outlives the namespace at its other end by some milliseconds. */
    private static void removeUplink() throws IOException {
        COMMANDS.runTolerating(List.of("ip", "link", "delete", UPLINK), 1);
    }

    /** @return how many bytes have come to this port */
    AtomicLong sink(int port) throws Exception {
        AtomicLong came = new AtomicLong();
        serve(port, socket -> {
            byte[] chunk = new byte[CHUNK];
            int read = socket.getInputStream().read(chunk);
            while (read >= 0) {
                came.addAndGet(read);
                read = socket.getInputStream().read(chunk);
            }
        });
        return came;
    }

    /** Whoever connects to this port is sent zeros without end. */
    void source(int port) throws Exception {
        serve(port, socket -> {
            byte[] chunk = new byte[CHUNK];
            while (!socket.isClosed()) {
                socket.getOutputStream().write(chunk);
            }
        });
    }

    /** Whoever connects to this port is told these words, and that is all. */
    void says(int port, String words) throws Exception {
        serve(port, socket -> socket.getOutputStream().write((words + "\n").getBytes(UTF_8)));
    }

    /** Runs a command there. */
    String run(String... command) throws IOException {
        List<String> entering =
                new ArrayList<>(List.of("nsenter", "--target", Long.toString(namespace.pid()), "--net"));
        entering.addAll(List.of(command));
        return COMMANDS.run(entering);
    }

    private interface Service {
        void serve(Socket socket) throws IOException;
    }

    /** One connection at a time, on a thread that stays in the namespace. */
    private void serve(int port, Service service) throws Exception {
        CountDownLatch listening = new CountDownLatch(1);
        ServerSocket[] server = new ServerSocket[1];
        Thread.ofPlatform().daemon().name("world " + port).start(() -> {
            try {
                Posix.open().enterNetworkOf(namespace.pid());
                server[0] = new ServerSocket();
                server[0].setReuseAddress(true);
                server[0].bind(new InetSocketAddress("0.0.0.0", port));
                listening.countDown();
                while (true) {
                    try (Socket socket = server[0].accept()) {
                        open.add(socket);
                        service.serve(socket);
                    } catch (IOException e) {
                        if (server[0].isClosed()) {
                            return;
                        }
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(listening.await(30, TimeUnit.SECONDS)).isTrue();
        open.add(server[0]);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        removeUplink();
        namespace.getOutputStream().close();
        if (!namespace.waitFor(10, TimeUnit.SECONDS)) {
            namespace.destroyForcibly();
        }
    }
}

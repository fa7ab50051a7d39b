package org.lamella.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;

/** A network namespace at the other end of an uplink that is made with it, which takes and sends as much as it can. */
final class BenchWorld implements AutoCloseable {
    static final String UPLINK = "up0";
    static final String ADDRESS = "192.0.2.2";

    /** Of the hogs of the Isolation Benchmark Suite; the network takes it to pieces. */
    static final int DATAGRAM = 60_000;

    private static final int CHUNK = 1 << 16;
    private static final int SILENCE_MILLIS = 10_000;

    private final Commands commands = new Commands(Posix.open(), "bench-world");
    private final Process namespace;

    BenchWorld() throws IOException {
        namespace = new ProcessBuilder("unshare", "--net", "sh", "-c", """
                echo born; read go
                ip link set lo up; ip addr add 192.0.2.2/24 dev up1; ip link set up1 up
                echo ready; read end
                """).start();
        await("born");
        commands.run(List.of("ip", "-batch", "-"), """
                link set lo up
                link add up0 type veth peer name up1 netns %d
                addr add 192.0.2.1/24 dev up0
                link set up0 up
                """.formatted(namespace.pid()));
        namespace.getOutputStream().write("go\n".getBytes(StandardCharsets.UTF_8));
        namespace.getOutputStream().flush();
        await("ready");
    }

    /** Of a process in the namespace. */
    long pid() {
        return namespace.pid();
    }

    private void await(String word) throws IOException {
        String said = namespace.inputReader().readLine();
        if (!word.equals(said)) {
            throw new IOException("the world says '" + said + "', not '" + word + "'");
        }
    }

    /**
     * One port.
     *
     * @param bytes of content that have come to it, or that it has sent
     */
    record Meter(int port, AtomicLong bytes) {}

    private interface Service {
        void serve(Socket socket, AtomicLong bytes) throws IOException;
    }

    Meter sink() throws IOException {
        return serve((socket, bytes) -> {
            byte[] chunk = new byte[CHUNK];
            for (int read = 0; read >= 0; read = socket.getInputStream().read(chunk)) {
                bytes.addAndGet(read);
            }
        });
    }

    Meter source() throws IOException {
        return serve((socket, bytes) -> {
            byte[] chunk = new byte[CHUNK];
            while (!socket.isClosed()) {
                socket.getOutputStream().write(chunk);
                bytes.addAndGet(chunk.length);
            }
        });
    }

    /** Floods the first who sends it anything, until that one does not listen any more. */
    Meter datagrams(long bitsPerSecond) throws IOException {
        return serveDatagrams((socket, bytes) -> {
            DatagramPacket first = new DatagramPacket(new byte[CHUNK], CHUNK);
            socket.receive(first);
            socket.connect(first.getSocketAddress());
            DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM], DATAGRAM);
            long pause = DATAGRAM * 8L * 1_000_000_000 / bitsPerSecond;
            long next = System.nanoTime();
            while (true) {
                socket.send(packet);
                bytes.addAndGet(DATAGRAM);
                next += pause;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        });
    }

    /** Takes what comes, until nothing has for some seconds. */
    Meter datagramSink() throws IOException {
        return serveDatagrams((socket, bytes) -> {
            DatagramPacket packet = new DatagramPacket(new byte[CHUNK], CHUNK);
            while (true) {
                packet.setLength(CHUNK);
                socket.receive(packet);
                bytes.addAndGet(packet.getLength());
            }
        });
    }

    private Meter serve(Service service) throws IOException {
        return inside((port, bytes) -> {
            try (ServerSocket server = new ServerSocket()) {
                server.bind(new InetSocketAddress("0.0.0.0", 0));
                port.complete(server.getLocalPort());
                try (Socket socket = server.accept()) {
                    service.serve(socket, bytes);
                }
            }
        });
    }

    private interface DatagramService {
        void serve(DatagramSocket socket, AtomicLong bytes) throws IOException;
    }

    private Meter serveDatagrams(DatagramService service) throws IOException {
        return inside((port, bytes) -> {
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("0.0.0.0", 0))) {
                socket.setSoTimeout(SILENCE_MILLIS);
                port.complete(socket.getLocalPort());
                service.serve(socket, bytes);
            }
        });
    }

    private interface Listening {
        void serve(CompletableFuture<Integer> port, AtomicLong bytes) throws IOException;
    }

    /** On a thread that stays in the namespace. */
    private Meter inside(Listening listening) {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        AtomicLong bytes = new AtomicLong();
        Thread.ofPlatform().daemon().name("world").start(() -> {
            try {
                Posix.open().enterNetworkOf(namespace.pid());
                listening.serve(port, bytes);
            } catch (IOException e) {
                // The sliver has gone; or it never came, and then nobody waits any more.
                port.completeExceptionally(e);
            }
        });
        return new Meter(port.join(), bytes);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // It would outlive the namespace at its other end by some milliseconds, in which the next cannot be made.
        commands.runTolerating(List.of("ip", "link", "delete", UPLINK), 1);
        namespace.getOutputStream().close();
        if (!namespace.waitFor(10, TimeUnit.SECONDS)) {
            namespace.destroyForcibly();
        }
    }
}

package org.lamella.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;

/** A network namespace at the other end of an uplink that is made with it, which takes and sends as much as it can. */
final class BenchWorld implements AutoCloseable {
    static final String UPLINK = "up0";
    static final String ADDRESS = "192.0.2.2";

    private static final int CHUNK = 1 << 16;

    private final Process namespace;

    BenchWorld() throws IOException {
        Commands commands = new Commands(Posix.open(), "bench-world");
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

    private Meter serve(Service service) throws IOException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        AtomicLong bytes = new AtomicLong();
        Thread.ofPlatform().daemon().name("world").start(() -> {
            try {
                Posix.open().enterNetworkOf(namespace.pid());
                try (ServerSocket server = new ServerSocket()) {
                    server.bind(new InetSocketAddress("0.0.0.0", 0));
                    port.complete(server.getLocalPort());
                    try (Socket socket = server.accept()) {
                        service.serve(socket, bytes);
                    }
                }
            } catch (IOException e) {
                // The sliver has gone; or it never came, and then nobody waits any more.
                port.completeExceptionally(e);
            }
        });
        return new Meter(port.join(), bytes);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        namespace.getOutputStream().close();
        if (!namespace.waitFor(10, TimeUnit.SECONDS)) {
            namespace.destroyForcibly();
        }
    }
}

package org.lamella.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Which port of the loopback interface the server takes: the one it had before while that is free. */
record PortChoice(PostgresFolder folder, RandomGenerator random) {
    /** Below the kernel's own range for outgoing connections, so that none of those can take it between two starts. */
    private static final int LOWEST = 20_000;

    private static final int ABOVE_HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    int choose() throws IOException {
        Optional<Integer> kept = PostgresFolder.read(folder.port())
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .filter(PortChoice::isFree);
        return kept.orElseGet(this::anyFree);
    }

    void keep(int port) throws IOException {
        PostgresFolder.write(folder.port(), Integer.toString(port), "rw-r--r--");
    }

    private int anyFree() {
        return IntStream.generate(() -> random.nextInt(LOWEST, ABOVE_HIGHEST))
                .limit(TRIES)
                .filter(PortChoice::isFree)
                .findFirst()
                .orElseThrow(() -> new EmbeddedPostgresFailed(
                        "No port from %d to %d on 127.0.0.1 is free for PostgreSQL."
                                .formatted(LOWEST, ABOVE_HIGHEST - 1),
                        "End some of the programs that listen there."));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.isBound();
        } catch (IOException | IllegalArgumentException taken) {
            return false;
        }
    }
}

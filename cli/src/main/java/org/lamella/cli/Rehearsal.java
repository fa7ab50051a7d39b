package org.lamella.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Runs the common commands against a server of one answer, so that a JVM started with {@code -XX:AOTCacheOutput} learns the
 * classes and methods that they need. The launcher does that when it has built the jar.
 */
final class Rehearsal {
    private static final byte[] ANSWER =
            "{\"items\":[{\"name\":\"a\",\"createdAt\":\"2026-01-01T00:00:00Z\"}],\"next\":null}"
                    .getBytes(StandardCharsets.UTF_8);

    private static final List<List<String>> COMMANDS = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("slice", "list"),
            List.of("slice", "show", "a"),
            List.of("slice", "create", "a", "--wait=1s"),
            List.of("node", "list"),
            List.of("node", "show", "a"),
            List.of("sliver", "add", "a", "--count", "1", "--dry-run"),
            List.of("account", "list"),
            List.of("exec", "--node", "node1", "a", "--", "true"));

    private Rehearsal() {}

    /** Takes no argument; needs a port on loopback and a temporary file. */
    public static void main(String[] args) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        var configuration = Files.createTempFile("lamella-rehearsal", ".json");
        try {
            Files.writeString(
                    configuration,
                    "{\"server\":\"http://localhost:" + server.getAddress().getPort() + "\",\"token\":\"none\"}");
            COMMANDS.forEach(command -> perform(command, configuration));
        } finally {
            Files.delete(configuration);
            server.stop(0);
        }
    }

    private static void perform(List<String> command, Path configuration) {
        var console = new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                false,
                false,
                Clock.systemUTC(),
                Map.of("LAMELLA_CONFIG", configuration.toString()),
                new ControllingTerminal(),
                Path.of(""));
        var arguments = command.toArray(String[]::new);
        Lamella.commandLine(console, arguments).execute(arguments);
    }
}

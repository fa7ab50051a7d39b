package org.lamella.agent.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.PseudoTerminal;

/** A client at a terminal: what a person sees of it, types into it, and the size of their window. */
final class Screen implements AutoCloseable {
    private final PseudoTerminal terminal;
    private final Process client;
    private final StringBuilder seen = new StringBuilder();

    private Screen(PseudoTerminal terminal, Process client) {
        this.terminal = terminal;
        this.client = client;
        Thread.ofPlatform().daemon().name("screen").start(this::watch);
    }

    static Screen of(OpenSsh person, String slice, int columns, int rows) throws IOException {
        PseudoTerminal terminal = PseudoTerminal.open(Posix.open(), columns, rows);
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                "sh",
                "-c",
                "exec \"$@\" <\"$0\" >\"$0\" 2>&1",
                terminal.device().toString()));
        command.addAll(person.line("ssh", slice, List.of()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TERM", "xterm-256color");
        return new Screen(terminal, builder.start());
    }

    private void watch() {
        byte[] buffer = new byte[4096];
        try (InputStream output = terminal.output()) {
            for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                synchronized (seen) {
                    seen.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void type(String text) throws IOException {
        terminal.input().write(text.getBytes(StandardCharsets.UTF_8));
    }

    void resize(int columns, int rows) throws IOException {
        terminal.resize(columns, rows);
    }

    /** Waits until the text has come, and forgets all that came before its end. */
    void await(String text) {
        Awaitility.await().alias("'" + text + "' on the screen").until(() -> {
            synchronized (seen) {
                int at = seen.indexOf(text);
                if (at >= 0) {
                    seen.delete(0, at + text.length());
                }
                return at >= 0;
            }
        });
    }

    int exit() throws InterruptedException {
        return client.waitFor();
    }

    @Override
    public void close() throws Exception {
        client.destroyForcibly().waitFor();
        terminal.close();
    }
}

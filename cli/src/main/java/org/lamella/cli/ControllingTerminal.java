package org.lamella.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The terminal of this process, whatever its standard streams are; set by {@code stty}, which every Unix has. */
final class ControllingTerminal implements Terminal {
    private static final File DEVICE = new File("/dev/tty");

    /** Java cannot hear of a SIGWINCH; a shell of the same process group can: a line for each, until its input ends. */
    private static final String ON_RESIZE =
            "exec 3<&0; cat <&3 >/dev/null & trap echo WINCH; " + "while kill -0 $! 2>/dev/null; do wait $!; done";

    @Override
    public Size size() {
        var words = stty("size").split(" ");
        try {
            int rows = Integer.parseInt(words[0]);
            int columns = Integer.parseInt(words[words.length - 1]);
            // A serial line does not know its size.
            return rows > 0 && columns > 0 ? new Size(columns, rows) : new Size(80, 24);
        } catch (NumberFormatException e) {
            throw Failure.usage("stty says that the terminal's size is " + String.join(" ", words));
        }
    }

    @Override
    public Runnable raw() {
        var before = stty("-g");
        stty("raw", "-echo");
        return () -> stty(before);
    }

    @Override
    public void onResize(Runnable action) {
        try {
            // Its standard input is left open, and with it the shell ends when this process does.
            var shell = new ProcessBuilder("sh", "-c", ON_RESIZE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Thread.ofPlatform().daemon().name("terminal-size").start(() -> {
                try (var lines = shell.inputReader(UTF_8)) {
                    while (lines.readLine() != null) {
                        action.run();
                    }
                } catch (IOException e) {
                    // The shell was killed; the size stays what it was.
                }
            });
        } catch (IOException e) {
            throw Failure.usage("cannot watch the terminal's size: " + e.getMessage());
        }
    }

    private static String stty(String... arguments) {
        var command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(DEVICE)
                    .redirectErrorStream(true)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (process.waitFor() != 0) {
                throw Failure.usage("the terminal cannot be used: " + said);
            }
            return said;
        } catch (IOException e) {
            throw Failure.usage("--tty needs a terminal, and there is none: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.usage("interrupted while the terminal was being set");
        }
    }
}

package org.lamella.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where a shell runs a script: in a sliver, on the host, in a container of others.
 *
 * @param name in the tables
 */
record Place(String name, Shell shell) {
    static final String SLIVER = "sliver";
    static final String HOST = "host";

    private static final long PATIENCE_SECONDS = 120;

    /** Runs a script to its end. */
    interface Shell {
        /** @return what it writes, both streams */
        String run(String script) throws IOException, InterruptedException;
    }

    static Place sliver(BenchNode node, String slice) {
        return new Place(SLIVER, script -> node.output(slice, script));
    }

    /** The host, in a chroot of the very files that slivers' images were made of: the same programs, and none of its walls. */
    static Place host(Path root) {
        return command(HOST, hostShell(root));
    }

    static List<String> hostShell(Path root) {
        return List.of("chroot", root.toString(), "/bin/sh", "-c");
    }

    /** @param shell to which the script is added as the last word */
    static Place command(String name, List<String> shell) {
        return new Place(name, script -> {
            List<String> command = new ArrayList<>(shell);
            command.add(script);
            return output(command);
        });
    }

    /**
     * Runs a command to its end.
     *
     * @return what it writes, both streams
     */
    static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " closed its output and did not end: " + output);
        }
        return output;
    }

    String output(String script) throws IOException, InterruptedException {
        return shell.run(script);
    }
}

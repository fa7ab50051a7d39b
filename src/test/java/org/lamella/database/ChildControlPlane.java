package org.lamella.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A control plane's JVM that a test can kill without ending itself. */
record ChildControlPlane(Process process, String firstLine) implements AutoCloseable {
    /** @param prefix words before {@code java}, e.g. {@code setpriv …} for another user */
    static ChildControlPlane start(Path data, String... prefix) throws IOException {
        List<String> words = new ArrayList<>(List.of(prefix));
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dbasedir=" + System.getProperty("basedir", "."),
                "-cp",
                System.getProperty("java.class.path"),
                ControlPlaneStandIn.class.getName(),
                data.toString()));
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(UTF_8);
        String line = output.readLine();
        while (line != null && !line.startsWith("open ") && !line.startsWith("refused ")) {
            line = output.readLine();
        }
        return new ChildControlPlane(process, line);
    }

    boolean isOpen() {
        return firstLine != null && firstLine.startsWith("open ");
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }
}

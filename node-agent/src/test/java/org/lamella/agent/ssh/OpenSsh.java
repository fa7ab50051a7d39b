package org.lamella.agent.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A person with a key of their own and Debian's ssh client, who knows the node's host keys and believes no others. */
record OpenSsh(Path folder, int port, String publicKey, String input) {
    record Result(int code, String output, String errors) {}

    static OpenSsh with(Path folder, int port, List<String> hostKeys) throws Exception {
        Files.createDirectories(folder);
        Commands.run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                folder.resolve("key").toString());
        StringBuilder known = new StringBuilder();
        hostKeys.forEach(key -> known.append("[127.0.0.1]:%d %s%n".formatted(port, key)));
        Files.writeString(folder.resolve("known_hosts"), known);
        String[] words = Files.readString(folder.resolve("key.pub")).split(" ", -1);
        return new OpenSsh(folder, port, words[1], "");
    }

    /** The same person, who types this into the next command. */
    OpenSsh with(String typed) {
        return new OpenSsh(folder, port, publicKey, typed);
    }

    Result ssh(String slice, String command) throws Exception {
        return ssh(List.of(), slice, command);
    }

    Result ssh(List<String> options, String slice, String... command) throws Exception {
        return result(start("ssh", slice, options, command));
    }

    Result sftp(String slice) throws Exception {
        List<String> all = client("sftp", "-P");
        all.addAll(List.of("-b", "-", slice + "@127.0.0.1"));
        return result(new ProcessBuilder(all).start());
    }

    Result scp(String from, String to) throws Exception {
        List<String> all = client("scp", "-P");
        all.addAll(List.of(from, to));
        return result(new ProcessBuilder(all).start());
    }

    Process start(String program, String slice, List<String> options, String... command) throws IOException {
        return new ProcessBuilder(line(program, slice, options, command)).start();
    }

    List<String> line(String program, String slice, List<String> options, String... command) {
        List<String> all = client(program, "-p");
        all.addAll(1, options); // first: of an option that is given twice the first counts
        all.add(slice + "@127.0.0.1");
        all.addAll(List.of(command));
        return all;
    }

    private List<String> client(String program, String portOption) {
        return new ArrayList<>(List.of(
                program,
                "-F",
                "none",
                portOption,
                Integer.toString(port),
                "-i",
                folder.resolve("key").toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "IdentityAgent=none",
                "-o",
                "BatchMode=yes",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "GlobalKnownHostsFile=none",
                "-o",
                "UserKnownHostsFile=" + folder.resolve("known_hosts")));
    }

    private Result result(Process process) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> errors = threads.submit(() -> text(process.getErrorStream()));
            threads.execute(() -> type(process.getOutputStream()));
            String output = text(process.getInputStream());
            return new Result(process.waitFor(), output, errors.get());
        }
    }

    private void type(OutputStream keyboard) {
        try (keyboard) {
            keyboard.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it had read all.
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

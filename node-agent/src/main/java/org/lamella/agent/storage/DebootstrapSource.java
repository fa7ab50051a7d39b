package org.lamella.agent.storage;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.lamella.agent.host.Commands;

/**
 * A small Debian, made by debootstrap. It runs in a mount namespace of its own, so that what it mounts in its target is gone
 * when it ends, however it ends.
 */
final class DebootstrapSource implements ImageSource {
    private static final Pattern SUITE = Pattern.compile("[a-z][a-z0-9-]*");
    private static final int LINES_KEPT = 5;

    /** What differs between two runs, or is of this host, or can be fetched again. */
    private static final List<String> LEFT_OUT = List.of(
            "./var/cache/apt/*.bin",
            "./var/cache/apt/archives/*.deb",
            "./var/lib/apt/lists/*_*",
            "./var/log/*.log",
            "./var/log/apt/*",
            "./var/cache/ldconfig/aux-cache",
            "./var/lib/dpkg/*-old",
            "./var/cache/debconf/*-old",
            "./debootstrap",
            "./etc/hostname",
            "./etc/hosts",
            "./etc/resolv.conf",
            "./etc/machine-id",
            "./dev/*",
            "./proc/*",
            "./sys/*");

    private final Commands commands;
    private final String suite;
    private final Downloads downloads;

    DebootstrapSource(Commands commands, String suite, Downloads downloads) {
        this.commands = commands;
        this.suite = suite;
        this.downloads = downloads;
    }

    @Override
    public String fingerprint() throws IOException {
        if (!SUITE.matcher(suite).matches()) {
            throw new IOException("'" + suite + "' is not the name of a Debian suite");
        }
        return "minbase";
    }

    @Override
    public InputStream open(Path scratch, IntConsumer progress) throws IOException {
        Path target = scratch.resolve("debian");
        List<String> command = new ArrayList<>();
        downloads.network().ifPresent(file -> command.addAll(List.of("nsenter", "--net=" + file)));
        command.addAll(List.of("unshare", "--mount", "debootstrap", "--variant=minbase", suite, target.toString()));
        downloads.mirror().ifPresent(command::add);
        follow(command, progress);
        List<String> tar = new ArrayList<>(List.of(
                "tar",
                "--create",
                "--numeric-owner",
                "--one-file-system",
                "--xattrs",
                "--xattrs-include=security.capability"));
        LEFT_OUT.forEach(pattern -> tar.add("--exclude=" + pattern));
        tar.addAll(List.of("--directory=" + target, "."));
        return new Output(commands.builder(tar)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** It may take minutes, so it has no limit but its own; its last words are the reason when it fails. */
    private void follow(List<String> command, IntConsumer progress) throws IOException {
        Process process = commands.builder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        DebootstrapProgress soFar = new DebootstrapProgress();
        Deque<String> last = new ArrayDeque<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.accept(soFar.after(line));
                last.add(line);
                if (last.size() > LINES_KEPT) {
                    last.remove();
                }
            }
            if (process.waitFor() != 0) {
                throw new IOException("debootstrap " + suite + " failed: " + String.join("; ", last));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while debootstrap ran", e);
        }
    }

    /** A process's output that ends in an error, not in an end of file, when the process failed. */
    private static final class Output extends FilterInputStream {
        private final Process process;

        Output(Process process) {
            super(process.getInputStream());
            this.process = process;
        }

        @Override
        public void close() throws IOException {
            super.close();
            process.destroy();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count < 0 && process.onExit().join().exitValue() != 0) {
                throw new IOException("tar failed with " + process.exitValue());
            }
            return count;
        }
    }
}

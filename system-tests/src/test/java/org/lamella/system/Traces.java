package org.lamella.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What there is on the host that a testbed could leave behind, a line for each thing. */
record Traces(Set<String> things) {
    Traces {
        things = Set.copyOf(things);
    }

    /** The first six hex digits of the SHA-256 of the data folder's path. */
    static String mark(Path data) {
        return Digests.sha256(data.toString().getBytes(UTF_8)).substring(0, 6);
    }

    /**
     * Lists the whole host's network namespaces, interfaces and nftables tables, and of mounts, cgroups, folders and processes,
     * which others make and end all the time, those that carry the data folder's path or mark.
     */
    static Traces of(Path data) {
        var mark = mark(data);
        Predicate<String> ours = line -> line.contains(mark) || line.contains(data.toString());
        var things = new TreeSet<String>();
        lines("ip", "netns", "list")
                .map(line -> "namespace " + line.split(" ", 2)[0])
                .forEach(things::add);
        lines("ip", "-brief", "link")
                .map(line -> "interface " + line.split("[ @]", 2)[0])
                .forEach(things::add);
        lines("nft", "list", "tables").map(line -> "nftables " + line).forEach(things::add);
        mounts().filter(ours).map(line -> "mount " + line).forEach(things::add);
        cgroups().filter(ours).map(line -> "cgroup " + line).forEach(things::add);
        children(Path.of("/run")).filter(ours).map(line -> "folder " + line).forEach(things::add);
        HostProcess.all().stream()
                .filter(process -> ours.test(process.commandLine()) || ours.test(process.cgroups()))
                .map(process -> "process " + process.commandLine())
                .forEach(things::add);
        return new Traces(things);
    }

    /** What is here and was not there before. */
    Set<String> since(Traces before) {
        var added = new TreeSet<>(things);
        added.removeAll(before.things());
        return added;
    }

    private static Stream<String> lines(String... command) {
        return Command.run(command).success().lines();
    }

    private static Stream<String> mounts() {
        return read(Path.of("/proc/self/mountinfo")).lines().map(line -> line.split(" ", -1)[4]);
    }

    private static Stream<String> cgroups() {
        return lines("find", "/sys/fs/cgroup", "-maxdepth", "5", "-type", "d", "-name", "*lamella*");
    }

    private static Stream<String> children(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.map(Path::toString).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

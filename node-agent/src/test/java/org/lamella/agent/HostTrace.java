package org.lamella.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Mounts;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.ProcessStat;

/** Everything by which slivers of one test node could be told on the host. */
public record HostTrace(
        Set<String> cgroups,
        Set<String> mounts,
        Set<String> links,
        Set<String> rules,
        Set<String> processes,
        Set<String> files,
        Set<String> loops) {
    /** @param home the node's folder, whose name is in everything that is made for it */
    public static HostTrace of(Path home) throws IOException {
        String name = home.getFileName().toString();
        return new HostTrace(
                cgroups(name), mounts(home), allLinks(), allRules(), processes(name), files(home), loops(home));
    }

    private static Set<String> cgroups(String name) throws IOException {
        Set<String> found = new TreeSet<>();
        for (Mounts.Mount mount : Mounts.all()) {
            if (mount.type().startsWith("cgroup")
                    && Files.isDirectory(mount.target().resolve(name))) {
                try (Stream<Path> groups =
                        Files.find(mount.target().resolve(name), 9, (path, is) -> is.isDirectory())) {
                    groups.map(Path::toString).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static Set<String> mounts(Path home) throws IOException {
        return Mounts.at(home).stream().map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> allLinks() throws IOException {
        Posix posix = Posix.open();
        return new Commands(posix, "host-trace")
                .run(List.of("ip", "-oneline", "link", "show"))
                .lines()
                .map(line -> line.split(":\\s+", -1)[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without what they have counted. */
    private static Set<String> allRules() throws IOException {
        return new Commands(Posix.open(), "host-trace")
                .run(List.of("nft", "--stateless", "list", "ruleset"))
                .lines()
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those in the node's control groups, or with its folder in their command line. */
    private static Set<String> processes(String name) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> !process.endsWith(
                            Long.toString(ProcessHandle.current().pid())))
                    // What has ended stays in the list until the host's first process takes note of it.
                    .filter(process -> ProcessStat.of(
                                    Long.parseLong(process.getFileName().toString()))
                            .filter(ProcessStat::alive)
                            .isPresent())
                    .filter(process -> read(process.resolve("cgroup")).contains(name)
                            || read(process.resolve("cmdline")).contains(name))
                    .map(process -> process.getFileName() + " " + read(process.resolve("cmdline")))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** The files that are disks, by what backs the kernel's loop devices. */
    private static Set<String> loops(Path home) throws IOException {
        try (Stream<Path> devices = Files.list(Path.of("/sys/block"))) {
            return devices.map(
                            device -> read(device.resolve("loop/backing_file")).strip())
                    .filter(file -> file.startsWith(home.toString()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> files(Path home) {
        Set<String> found = new TreeSet<>();
        try {
            Files.walkFileTree(home, new SimpleFileVisitor<>() {
                // What lxcfs shows are the host's control groups, everybody's, once more.
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    found.add(home.relativize(folder).toString());
                    return folder.endsWith("lxcfs") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.add(home.relativize(file).toString());
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}

package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The mounts that this process sees. */
public final class Mounts {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /**
     * @param root the folder of the mounted file system that the mount shows
     * @param type such as {@code cgroup2}
     * @param options of the file system, such as a cgroup hierarchy's controllers
     */
    public record Mount(Path root, Path target, String type, Set<String> options) {
        public Mount {
            options = Set.copyOf(options);
        }
    }

    private Mounts() {}

    public static List<Mount> all() throws IOException {
        return parse(Files.readAllLines(MOUNTINFO));
    }

    /** In the order in which they were made, so that undoing them goes from last to first. */
    public static List<Path> at(Path folder) throws IOException {
        return all().stream()
                .map(Mount::target)
                .filter(target -> target.startsWith(folder))
                .toList();
    }

    /** Lines as in proc(5): fields, any number of optional ones, a dash, then type, source and options. */
    public static List<Mount> parse(List<String> lines) {
        return lines.stream().map(Mounts::parse).toList();
    }

    private static Mount parse(String line) {
        String[] halves = line.split(" - ", 2);
        String[] place = halves[0].split(" ", -1);
        String[] kind = halves[1].split(" ", -1);
        return new Mount(
                Path.of(unescape(place[3])),
                Path.of(unescape(place[4])),
                kind[0],
                Arrays.stream(kind[2].split(",", -1)).collect(Collectors.toUnmodifiableSet()));
    }

    private static String unescape(String field) {
        return OCTAL.matcher(field)
                .replaceAll(octal -> String.valueOf((char) Integer.parseInt(octal.group(1), 8))
                        .replace("\\", "\\\\"));
    }
}

package org.lamella.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process, seen from the host.
 *
 * @param startTicks when it began, since boot; with the pid it tells the process from every other one
 * @param commandLine its words, with blanks between
 * @param cgroups the cgroups it is in, a line for each hierarchy
 */
record HostProcess(long pid, long startTicks, String commandLine, String cgroups) {
    /** Every process that could be read before it ended. */
    static List<HostProcess> all() {
        try (var entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .flatMap(entry -> read(entry).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<HostProcess> read(Path entry) {
        try {
            var stat = Files.readString(entry.resolve("stat"), ISO_8859_1);
            // The command's name, in parentheses, may hold blanks; the start is the 20th field after it.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            var words = Files.readString(entry.resolve("cmdline"), ISO_8859_1).replace('\0', ' ');
            return Optional.of(new HostProcess(
                    Long.parseLong(entry.getFileName().toString()),
                    Long.parseLong(fields[19]),
                    words.strip(),
                    Files.readString(entry.resolve("cgroup"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Those in a testbed's contexts whose command line is this. */
    static List<HostProcess> inSlivers(Testbed testbed, String commandLine) {
        return all().stream()
                .filter(process -> process.commandLine().equals(commandLine))
                .filter(process -> process.cgroups().contains("lamella-dev-" + testbed.mark()))
                .toList();
    }

    /** The only one of {@link #inSlivers}; fails the test unless there is exactly one. */
    static HostProcess inSliver(Testbed testbed, String commandLine) {
        var found = inSlivers(testbed, commandLine);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " processes '" + commandLine + "': " + found);
        }
        return found.getFirst();
    }
}

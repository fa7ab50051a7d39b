package org.lamella.agent.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lamella.agent.runtime.StartScripts;

/**
 * The processes that a context has of itself and not of its owner's: its init and, where it was started with scripts, the shell
 * that ran them and stays, with what it sleeps by.
 */
final class OwnProcesses {
    private static final Path PROC = Path.of("/proc");

    private OwnProcesses() {}

    /** @param scripted whether it was started with scripts */
    static int count(long initPid, boolean scripted) {
        if (!scripted) {
            return 1;
        }
        // What an init was given to run is the oldest of its children: it ends when that does.
        Optional<Long> shell =
                children(initPid).stream().findFirst().filter(child -> StartScripts.isTheShell(arguments(child)));
        boolean sleeps = shell.isPresent()
                && children(shell.get()).stream().anyMatch(child -> StartScripts.isTheSleep(arguments(child)));
        return 1 + (shell.isPresent() ? 1 : 0) + (sleeps ? 1 : 0);
    }

    private static List<Long> children(long pid) {
        try {
            String text = Files.readString(PROC.resolve(pid + "/task/" + pid + "/children"));
            return Stream.of(text.strip().split(" ", -1))
                    .filter(word -> !word.isEmpty())
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            return List.of(); // gone, or a kernel that does not say
        }
    }

    private static List<String> arguments(long pid) {
        try {
            return List.of(Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }
}

package org.lamella.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.FileNames;

/**
 * runc, or a runtime with the same command line. Containers are named by slice, under a root folder that is this agent's
 * alone, so whatever is found there is ours.
 */
public final class OciRuntime {
    private final Commands commands;
    private final RuntimeKind kind;
    private final Cgroups cgroups;
    private final Path root;

    /** @param root where the runtime keeps what it knows; on a file system that does not survive a reboot */
    public OciRuntime(Commands commands, RuntimeKind kind, Cgroups cgroups, Path root) {
        this.commands = commands;
        this.kind = kind;
        this.cgroups = cgroups;
        this.root = root;
    }

    /** @return its name and version, such as {@code runc 1.1.5} */
    public String version() throws IOException {
        String first = commands.run(arguments("--version")).lines().findFirst().orElse("");
        return first.replace(" version ", " ").replaceFirst("\\+\\S*$", "");
    }

    /**
     * Makes a container and starts it. In one call, not by create and start, which would be two processes more to wait for.
     *
     * @param pidFile gets the host's number of its first process
     * @param output what that process writes to
     * @throws IOException with the runtime's own words
     */
    public void run(String id, Path bundle, Path pidFile, Path output) throws IOException {
        RuntimeLog log = new RuntimeLog(bundle.resolve("run.log"));
        List<String> run = starting(id);
        run.addAll(log.options());
        run.addAll(List.of(
                "run",
                "--detach",
                "--no-new-keyring",
                "--bundle",
                bundle.toString(),
                "--pid-file",
                pidFile.toString(),
                id));
        // Without pipes: the container inherits the standard streams, and reading them would wait for its end.
        int code = commands.runDetached(run, output);
        if (code != 0) {
            throw new IOException(kind.name().toLowerCase(Locale.ROOT) + " run " + id + " failed with " + code + ": "
                    + log.lastError());
        }
    }

    /** Forgets the container, and ends it if it runs. Harmless where there is none, or half of one. */
    public void delete(String id) throws IOException {
        if (Files.exists(root.resolve(id))) {
            commands.run(arguments("--root", root.toString(), "delete", "--force", id));
        }
    }

    /** @return the containers that the runtime knows, in whatever state */
    public Set<String> list() throws IOException {
        return FileNames.in(root);
    }

    /** The command line that runs a process in a container, up to that process's own command. */
    List<String> execCommand(String id, ExecRequest request, Path pidFile, RuntimeLog log) throws IOException {
        List<String> exec = starting(id);
        exec.addAll(log.options());
        exec.addAll(List.of("exec", "--pid-file", pidFile.toString(), "--cwd", request.workingDirectory()));
        request.environment().forEach((name, value) -> exec.addAll(List.of("--env", name + "=" + value)));
        if (request.terminal().isPresent()) {
            exec.add("--tty");
        }
        exec.add(id);
        exec.addAll(request.command());
        return exec;
    }

    private List<String> arguments(String... arguments) {
        List<String> all = new ArrayList<>(kind.command(cgroups.version()));
        all.addAll(List.of(arguments));
        return all;
    }

    /** Up to the command itself, of one that starts processes in a context. */
    private List<String> starting(String id) throws IOException {
        List<String> all = kind.commandStarting(cgroups, id);
        all.addAll(List.of("--root", root.toString()));
        return all;
    }
}

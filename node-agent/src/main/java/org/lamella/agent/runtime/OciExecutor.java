package org.lamella.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.cgroups.Freezer;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.ProcessStat;
import org.lamella.agent.host.PseudoTerminal;

/**
 * Runs processes in contexts by the runtime's {@code exec}.
 *
 * <p>Each process leads a session of its own in its context. Its number is in a file of the run folder as long as the session
 * is open, so that an agent that takes over ends what its killed predecessor had open.
 */
public final class OciExecutor implements Executor {
    private final OciRuntime runtime;
    private final Commands commands;
    private final Posix posix;
    private final Cgroups cgroups;
    private final Path folder;
    private final Predicate<String> running;
    private final Freezer freezer;
    private final AtomicLong count = new AtomicLong();

    /**
     * @param folder for the sessions' files; of this agent alone
     * @param running whether a slice has a running context on this node
     */
    public OciExecutor(
            OciRuntime runtime,
            Commands commands,
            Posix posix,
            Cgroups cgroups,
            Path folder,
            Predicate<String> running) {
        this.runtime = runtime;
        this.commands = commands;
        this.posix = posix;
        this.cgroups = cgroups;
        this.folder = folder;
        this.running = running;
        this.freezer = new Freezer(cgroups);
    }

    @Override
    public Execution exec(String slice, ExecRequest request) throws IOException {
        if (!running.test(slice)) {
            throw new IOException(slice + " has no running context on this node");
        }
        if (freezer.isFrozen(slice)) {
            throw new IOException(slice + " is frozen: what was started in it would stand still at once");
        }
        Path base = Files.createDirectories(folder).resolve(slice + "." + count.incrementAndGet());
        SessionFiles files = SessionFiles.at(base);
        files.delete();
        List<String> command = runtime.execCommand(slice, request, files.pid(), files.log());
        OciExecution.Session session = (leader, signal) -> signalSession(slice, leader, signal);
        if (request.terminal().isEmpty()) {
            return new OciExecution(commands.builder(command).start(), files, session, Optional.empty());
        }
        TerminalSize size = request.terminal().get();
        PseudoTerminal terminal = PseudoTerminal.open(posix, size.columns(), size.rows());
        try {
            Process process = commands.builder(atTerminal(terminal, command)).start();
            return new OciExecution(process, files, session, Optional.of(terminal));
        } catch (IOException e) {
            terminal.close();
            throw e;
        }
    }

    /**
     * In a session of its own whose terminal it is, so that a change of size reaches it, and opened there: a file of the
     * agent's own might become the terminal of the agent, which its end would end.
     */
    private static List<String> atTerminal(PseudoTerminal terminal, List<String> command) {
        List<String> all = new ArrayList<>(List.of(
                "setsid",
                "sh",
                "-c",
                "exec \"$@\" <\"$0\" >\"$0\" 2>&1",
                terminal.device().toString()));
        all.addAll(command);
        return all;
    }

    /** Ends the sessions that an earlier life of the agent had open. */
    public void endLeftovers() throws IOException {
        for (String name : FileNames.in(folder)) {
            if (name.endsWith(SessionFiles.PID)) {
                String slice = name.substring(0, name.indexOf('.'));
                Path base = folder.resolve(name.substring(0, name.length() - SessionFiles.PID.length()));
                OptionalLong leader = SessionFiles.at(base).readPid();
                if (leader.isPresent()) {
                    signalSession(slice, leader.getAsLong(), Posix.SIGKILL);
                }
            }
            Files.delete(folder.resolve(name));
        }
    }

    /**
     * Signals every process of a session. Only those that are in the slice's own control group are asked for their session, so
     * a number that has meanwhile gone to another process of the host hits nobody.
     *
     * @return whether there was any
     */
    private boolean signalSession(String slice, long leader, int signal) throws IOException {
        boolean any = false;
        for (long pid : cgroups.pids(slice)) {
            boolean member = ProcessStat.of(pid)
                    .filter(process -> process.session() == leader && process.alive())
                    .isPresent();
            any |= member && posix.kill(pid, signal);
        }
        return any;
    }
}

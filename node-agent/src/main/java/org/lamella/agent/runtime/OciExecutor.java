package org.lamella.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.cgroups.Freezer;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.FileNames;
import org.lamella.agent.host.Posix;
import org.lamella.agent.host.ProcessStat;

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
        Process process = commands.builder(runtime.execCommand(slice, request, files.pid(), files.log()))
                .start();
        return new OciExecution(process, files, (leader, signal) -> signalSession(slice, leader, signal));
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

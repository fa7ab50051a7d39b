package org.lamella.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.lamella.agent.controllink.HostPort;
import org.lamella.agent.network.FlowLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "who-sent",
        description = "Tells which slice sent a packet, from the node's own log; whether or not the agent runs.",
        mixinStandardHelpOptions = true)
final class WhoSentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "ADDRESS:PORT",
            description = "where the packet came from: the node's address, or a sliver's")
    private HostPort from;

    @Option(names = "--at", paramLabel = "TIME", description = "when it came, such as 2026-11-23T14:00:00Z (now)")
    private Instant at;

    @Option(
            names = "--slack",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how far the time may be off (${DEFAULT-VALUE})")
    private long slack;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "/var/lib/lamella",
            description = "as run was given it")
    private Path state;

    @Override
    public Integer call() throws IOException {
        List<FlowLog.Sender> senders = new FlowLog(state.resolve("connections"))
                .who(new FlowLog.Question(
                        from.host(), from.port(), at == null ? Instant.now() : at, Duration.ofSeconds(slack)));
        PrintWriter out = spec.commandLine().getOut();
        for (FlowLog.Sender sender : senders) {
            out.printf(
                    "%s  %s  %s seen as %s to %s  %s to %s%n",
                    sender.slice(),
                    sender.protocol(),
                    sender.own(),
                    sender.seen(),
                    sender.other(),
                    sender.from(),
                    sender.until().map(Instant::toString).orElse("now"));
        }
        out.flush();
        if (senders.isEmpty()) {
            spec.commandLine().getErr().println("lamella-agent: no sliver had a connection from " + from + " then");
            spec.commandLine().getErr().flush();
            return Main.FAILED;
        }
        return Main.OK;
    }
}

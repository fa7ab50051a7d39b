package org.lamella.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.lamella.agent.controllink.Enrolment;
import org.lamella.agent.controllink.HostPort;
import org.lamella.agent.controllink.Identity;
import org.lamella.agent.controllink.IdentityStore;
import org.lamella.agent.controllink.JoinCode;
import org.lamella.agent.controllink.JoinFailed;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.plan.PlanStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "join",
        description = "Makes this machine a node: trades a join code for a certificate.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            " 0:joined",
            " 1:the control plane refused, in its own words",
            " 2:a malformed code or option",
            " 3:the control plane cannot be reached",
            " 4:whoever answers is not the control plane that the code was made for"
        },
        mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {
    private static final String KNOWN_FROM_CONTEXTS = "";

    @Option(names = "--control-plane", paramLabel = "HOST:PORT", required = true, description = "where it listens")
    private HostPort controlPlane;

    @Option(
            names = "--code",
            paramLabel = "CODE",
            required = true,
            defaultValue = "${env:LAMELLA_JOIN_CODE}",
            description = "made by an admin for this node; better in LAMELLA_JOIN_CODE, since all of this machine's"
                    + " users may read arguments")
    private JoinCode code;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "/var/lib/lamella",
            description = "where the identity is kept (${DEFAULT-VALUE})")
    private Path state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path folder = state.toAbsolutePath().normalize();
        try (StateLock lock = StateLock.take(folder)) {
            HostFacts host = HostFacts.gather(folder, KNOWN_FROM_CONTEXTS, KNOWN_FROM_CONTEXTS);
            Enrolment enrolment = new Enrolment(Clock.systemUTC(), new SecureRandom(), Main.version());
            Identity identity = enrolment.join(controlPlane, code, host);
            keep(identity, folder);
            say(spec.commandLine().getOut(), "joined as node " + identity.node());
            return Main.OK;
        } catch (JoinFailed e) {
            say(spec.commandLine().getErr(), "lamella-agent: " + e.getMessage());
            return exitCode(e.kind());
        }
    }

    /** The plan goes first: killed in between, the old node is only sent its plan once more. */
    private static void keep(Identity identity, Path folder) throws IOException {
        IdentityStore identities = new IdentityStore(folder);
        if (!identities.holdsSameNode(identity)) {
            new PlanStore(folder).forget();
        }
        identities.save(identity);
    }

    private static int exitCode(JoinFailed.Kind kind) {
        return switch (kind) {
            case REFUSED -> Main.FAILED;
            case UNREACHABLE -> Main.UNREACHABLE;
            case WRONG_CONTROL_PLANE -> Main.WRONG_CONTROL_PLANE;
        };
    }

    private static void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}

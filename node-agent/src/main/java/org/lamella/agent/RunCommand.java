package org.lamella.agent;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.lamella.agent.controllink.HostPort;
import org.lamella.agent.controllink.Identity;
import org.lamella.agent.controllink.IdentityStore;
import org.lamella.agent.host.Precedence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Runs the agent. SIGTERM ends it and leaves the contexts running; the next start adopts them.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private HostOptions host;

    @Mixin
    private SshOptions ssh;

    @Option(
            names = "--control-plane",
            paramLabel = "HOST:PORT",
            description = "another address than that of the join; it must still show the same CA")
    private HostPort controlPlane;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Precedence.take();
        host.requireWhatContextsNeed();
        try (StateLock lock = StateLock.take(host.state())) {
            IdentityStore identities = new IdentityStore(host.state());
            Identity identity = identities
                    .load()
                    .orElseThrow(() -> new IOException("this node has not joined a control plane: there is no identity"
                            + " in " + host.state() + "; lamella-agent join makes one"));
            HostPort address = controlPlane == null ? identity.controlPlane() : controlPlane;
            AttachedAgent agent = AttachedAgent.start(host.config(), ssh, identities, identity, address);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(agent::close));
            new CountDownLatch(1).await(); // nothing but the end of the process ends the agent
            return Main.OK;
        }
    }
}

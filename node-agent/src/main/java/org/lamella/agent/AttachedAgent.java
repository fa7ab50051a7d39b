package org.lamella.agent;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.lamella.agent.access.Sessions;
import org.lamella.agent.context.ContextConfig;
import org.lamella.agent.controllink.HostPort;
import org.lamella.agent.controllink.Identity;
import org.lamella.agent.controllink.IdentityStore;
import org.lamella.agent.controllink.Inquiries;
import org.lamella.agent.controllink.Link;
import org.lamella.agent.controllink.NodeSide;
import org.lamella.agent.controllink.PlanHolder;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.ssh.HostKeys;
import org.lamella.agent.ssh.SshDoor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole agent, running: contexts from the saved plan at once, the control plane as soon as it is there. */
final class AttachedAgent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AttachedAgent.class);

    private final NodeAgent agent;
    private final Sessions sessions;
    private final Optional<SshDoor> door;
    private final Link link;

    private AttachedAgent(NodeAgent agent, Sessions sessions, Optional<SshDoor> door, Link link) {
        this.agent = agent;
        this.sessions = sessions;
        this.door = door;
        this.link = link;
    }

    static AttachedAgent start(
            ContextConfig config, SshOptions ssh, IdentityStore identities, Identity identity, HostPort controlPlane)
            throws IOException {
        Clock clock = Clock.systemUTC();
        NodeAgent agent = new NodeAgent(config.keepingSliversFrom(controlPlane.host()), clock);
        Sessions sessions = new Sessions(agent.executor());
        Optional<SshDoor> door = door(config, ssh, agent, sessions, clock);
        NodeSide node = new NodeSide(
                new Plans(agent, door),
                agent.board(),
                agent::imageHoldings,
                sessions,
                new Inquiries(agent.spectator(), agent.console()),
                agent.facts(),
                Main.version());
        Link link = new Link(node, identities, identity, controlPlane, clock, new SecureRandom());
        agent.fetchImagesFrom(link.images());
        agent.start();
        door.ifPresent(SshDoor::start);
        link.start();
        log.info(
                "lamella-agent {} runs node {} from the plan of generation {}",
                Main.version(),
                identity.node(),
                agent.plan().generation());
        return new AttachedAgent(agent, sessions, door, link);
    }

    private static Optional<SshDoor> door(
            ContextConfig config, SshOptions ssh, NodeAgent agent, Sessions sessions, Clock clock) throws IOException {
        if (ssh.port().isEmpty()) {
            return Optional.empty();
        }
        HostKeys keys = HostKeys.in(config.folders().ssh());
        return Optional.of(
                new SshDoor(ssh.port().getAsInt(), keys, agent::plan, sessions, agent.insideNetwork(), clock));
    }

    /** Ends ssh, the sessions, the link and the reconciler, in this order, so that each can still say its last word. */
    @Override
    public void close() {
        try {
            if (door.isPresent()) {
                door.get().close();
            }
            sessions.close();
            link.close();
            agent.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Plans(NodeAgent agent, Optional<SshDoor> door) implements PlanHolder {
        @Override
        public NodePlan held() {
            return agent.plan();
        }

        @Override
        public boolean accept(NodePlan plan) throws IOException {
            boolean taken = agent.apply(plan);
            door.ifPresent(SshDoor::review);
            return taken;
        }
    }
}

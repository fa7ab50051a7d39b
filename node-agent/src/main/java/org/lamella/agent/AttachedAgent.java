package org.lamella.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import org.lamella.agent.controllink.SshSide;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.ssh.DoorFacts;
import org.lamella.agent.ssh.HostKeys;
import org.lamella.agent.ssh.LoginBook;
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
        LoginBook logins = new LoginBook(config.folders().logins(), clock);
        Optional<HostKeys> keys = ssh.port().isPresent()
                ? Optional.of(HostKeys.in(config.folders().ssh()))
                : Optional.empty();
        Optional<SshDoor> door = keys.map(own ->
                new SshDoor(ssh.port().getAsInt(), own, agent::plan, sessions, agent.insideNetwork(), logins, clock));
        Optional<DoorFacts> facts = Optional.empty();
        if (keys.isPresent()) {
            String host = ssh.host().isPresent() ? ssh.host().get() : addressTowards(controlPlane);
            facts = Optional.of(
                    new DoorFacts(host, ssh.port().getAsInt(), keys.get().publicKeys()));
        }
        NodeSide node = new NodeSide(
                new Plans(agent, door),
                agent.board(),
                agent::imageHoldings,
                sessions,
                new Inquiries(agent.spectator(), agent.console(), agent::whoSent),
                new SshSide(facts, logins),
                agent.resets(),
                agent.usage(),
                agent.diskMoves(),
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

    /** What others call this node by, unless somebody has said. */
    private static String addressTowards(HostPort controlPlane) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            // Nothing is sent by that; the kernel only chooses the address that it would send from.
            socket.connect(new InetSocketAddress(controlPlane.host(), controlPlane.port()));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            log.warn("no way to {} yet, so this node is called by its name: {}", controlPlane, e.getMessage());
            return InetAddress.getLocalHost().getHostName();
        }
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

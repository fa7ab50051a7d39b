package org.lamella.agent.controllink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import org.lamella.agent.access.LocalExecutor;
import org.lamella.agent.access.Sessions;
import org.lamella.agent.console.ConsoleSource;
import org.lamella.agent.console.Printed;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.reconcile.StatusBoard;
import org.lamella.agent.spectator.Spectator;
import org.lamella.agent.ssh.DoorFacts;
import org.lamella.agent.ssh.LoginBook;
import org.lamella.agent.storage.ArchiveFetcher;
import org.lamella.agent.storage.ImageHoldings;
import org.lamella.agent.usage.UsageBook;
import org.lamella.agent.watchdog.ResetBook;

/** What the link connects a control plane with, all of it in memory but the identity and the processes. */
final class TestNode implements PlanHolder, AutoCloseable {
    static final HostFacts FACTS = new HostFacts("host1", "6.18", 2, 1L << 34, 1L << 40, "v2", "simulated");

    final StatusBoard board = new StatusBoard();
    final LocalExecutor executor = new LocalExecutor();
    final Sessions sessions = new Sessions(executor);
    final BlockingQueue<NodePlan> accepted = new LinkedBlockingQueue<>();
    final IdentityStore store;
    volatile ImageHoldings holdings = ImageHoldings.NONE;
    final LoginBook logins;
    final ResetBook resets;
    final UsageBook usage;
    volatile Spectator spectator = slice -> List.of();
    volatile ConsoleSource console = (slice, from, most) -> Printed.NOTHING;
    private volatile NodePlan held = NodePlan.NONE;
    private Link link;

    TestNode(Path state) {
        store = new IdentityStore(state);
        try {
            logins = new LoginBook(state.resolve("logins"), Clock.systemUTC());
            resets = new ResetBook(state.resolve("resets"));
            usage = new UsageBook(state.resolve("usage"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void attach(Identity identity, HostPort controlPlane, Clock clock) {
        DoorFacts door = new DoorFacts("node1.example.org", 2222, List.of("ssh-ed25519 AAAA"));
        NodeSide side = new NodeSide(
                this,
                board,
                () -> holdings,
                sessions,
                new Inquiries(
                        slice -> spectator.processes(slice),
                        (slice, from, most) -> console.read(slice, from, most),
                        question -> List.of()),
                new SshSide(Optional.of(door), logins),
                resets,
                usage,
                FACTS,
                "1.2.3");
        link = new Link(side, store, identity, controlPlane, clock, new ShortWaits());
        link.start();
    }

    void attach(FakeControlPlane controlPlane) {
        attach(controlPlane.newIdentity(), controlPlane.address(), Clock.systemUTC());
    }

    ArchiveFetcher images() {
        return link.images();
    }

    @Override
    public NodePlan held() {
        return held;
    }

    @Override
    public boolean accept(NodePlan plan) {
        if (plan.generation() < held.generation()) {
            return false;
        }
        held = plan;
        return accepted.add(plan);
    }

    @Override
    public void close() throws InterruptedException {
        sessions.close();
        if (link != null) {
            link.close();
        }
    }

    /** Draws waits of 50 ms at most, and the first of several addresses. */
    static final class ShortWaits implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return Math.min(bound - 1, 50_000_000);
        }
    }
}

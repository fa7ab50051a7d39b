package org.lamella.agent.controllink;

import io.grpc.ManagedChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.lamella.agent.controllink.Attachment.End;
import org.lamella.agent.storage.ArchiveFetcher;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.MemoryResetsStored;
import org.lamella.protocol.SshLoginsStored;
import org.lamella.protocol.UsageStored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the node attached to its control plane: dials out, stays, and comes back.
 *
 * <p>Nothing that happens here touches a context. Without a control plane, or with one that no longer accepts this node,
 * the node goes on with the plan that it holds.
 */
public final class Link implements AutoCloseable {
    private static final Duration BACKOFF_BASE = Duration.ofSeconds(1);
    private static final Duration BACKOFF_CAP = Duration.ofSeconds(60);
    private static final Logger log = LoggerFactory.getLogger(Link.class);

    private final NodeSide node;
    private final HostPort controlPlane;
    private final Clock clock;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final Misfits misfits;
    private final PlanIntake intake;
    private final Renewal renewal;
    private final Transport transport = new Transport();
    private final SessionDialer dialer;
    private final ImageDialer images;
    private final Transfers transfers;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("link").unstarted(this::loop);
    private volatile Identity identity;
    private volatile Attachment attachment;

    /**
     * @param store where a renewed identity goes
     * @param identity who the node is now
     * @param controlPlane where to dial, which need not be where the node was enrolled: the pin tells who answers
     */
    public Link(
            NodeSide node,
            IdentityStore store,
            Identity identity,
            HostPort controlPlane,
            Clock clock,
            RandomGenerator random) {
        this.node = node;
        this.identity = identity;
        this.controlPlane = controlPlane;
        this.clock = clock;
        this.random = random;
        this.backoff = new Backoff(BACKOFF_BASE, BACKOFF_CAP, random);
        this.misfits = new Misfits(clock);
        this.intake = new PlanIntake(node.plans(), misfits);
        this.renewal = new Renewal(store, clock);
        this.dialer = new SessionDialer(transport, node.sessions());
        this.images = new ImageDialer(transport);
        this.transfers = new Transfers(transport, node.disks(), node.plans()::held);
    }

    /** Gets archives of images from the replica that the node is attached to. */
    public ArchiveFetcher images() {
        return images;
    }

    public void start() {
        node.board().onChange(this::boardChanged);
        node.ssh().logins().onNews(this::loginsNews);
        node.resets().onNews(this::resetsNews);
        node.usage().onNews(this::usageNews);
        thread.start();
    }

    /** Ends the stream and, with the connections, every session. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        endAttachment();
        thread.join();
        transfers.close();
        transport.close();
    }

    private void loop() {
        try {
            while (!isClosing()) {
                Identity used = identity;
                attachAs(used);
                if (identity.equals(used)) {
                    Duration wait = backoff.next();
                    log.info("next try in {} ms", wait.toMillis());
                    closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void attachAs(Identity used) throws InterruptedException {
        try {
            SslContext tls = Transport.mutual(used, clock);
            InetSocketAddress address = Transport.resolve(controlPlane, random);
            ManagedChannel channel = transport.open(address, tls);
            try {
                report(attach(used, channel, address, tls));
            } finally {
                images.detached();
                channel.shutdown();
            }
        } catch (IOException e) {
            log.warn("cannot dial the control plane at {}: {}", controlPlane, e.toString());
        } catch (RuntimeException e) {
            // Whatever it was, the node must not be cut off for ever by it: nobody else would dial again.
            log.error("a defect of the agent ended the stream to the control plane at {}", controlPlane, e);
        }
    }

    private End attach(Identity used, ManagedChannel channel, InetSocketAddress address, SslContext tls)
            throws InterruptedException {
        Attachment now = new Attachment(node, misfits, message -> obey(message, address, tls));
        attachment = now;
        if (isClosing()) {
            now.finish(); // close() may have looked before there was anything to end
        }
        LinkGrpc.LinkBlockingStub renewing = LinkGrpc.newBlockingStub(channel);
        Runnable whenWelcomed = () -> {
            images.attached(address, tls);
            welcomed();
        };
        return now.run(
                LinkGrpc.newStub(channel), whenWelcomed, () -> renewal.renewIfDue(used, renewing, this::useRenewed));
    }

    private void obey(ControlMessage message, InetSocketAddress address, SslContext tls) {
        switch (message.getKindCase()) {
            case PLAN -> {
                intake.receive(message.getPlan());
                transfers.follow(address, tls);
                boardChanged();
            }
            case OPEN_SESSION -> dialer.open(message.getOpenSession(), address, tls);
            case CLOSE_SESSION -> dialer.close(message.getCloseSession().getSessionId());
            case LOGINS_STORED -> loginsStored(message.getLoginsStored());
            case RESETS_STORED -> resetsStored(message.getResetsStored());
            case USAGE_STORED -> usageStored(message.getUsageStored());
            case WELCOME, QUESTION -> {}
            case KIND_NOT_SET -> log.info("ignored a message of a kind that this agent does not know");
        }
    }

    private void loginsStored(SshLoginsStored message) {
        Attachment now = attachment;
        if (now != null) {
            now.loginsStored(message);
        }
    }

    private void resetsStored(MemoryResetsStored message) {
        Attachment now = attachment;
        if (now != null) {
            now.resetsStored(message);
        }
    }

    private void resetsNews() {
        Attachment now = attachment;
        if (now != null) {
            now.resetsNews();
        }
    }

    private void loginsNews() {
        Attachment now = attachment;
        if (now != null) {
            now.loginsNews();
        }
    }

    private void usageStored(UsageStored message) {
        node.usage().stored(message.getBeganMillis());
        usageNews();
    }

    private void usageNews() {
        Attachment now = attachment;
        if (now != null) {
            now.usageNews();
        }
    }

    private void welcomed() {
        backoff.reset();
        log.info("node {} is attached to the control plane at {}", identity.node(), controlPlane);
    }

    private void useRenewed(Identity renewed) {
        identity = renewed;
        endAttachment();
    }

    private void boardChanged() {
        Attachment now = attachment;
        if (now != null) {
            now.boardChanged();
        }
    }

    private void endAttachment() {
        Attachment now = attachment;
        if (now != null) {
            now.finish();
        }
    }

    private void report(End end) {
        if (end.failure() == null) {
            log.info("the stream to the control plane at {} ended", controlPlane);
            return;
        }
        Failure failure = Failure.of(end.failure(), controlPlane, identity.authority(), "this node was enrolled with");
        switch (failure.kind()) {
            case UNREACHABLE -> log.warn("{}", failure.words());
            case REJECTED, WRONG_CONTROL_PLANE -> {
                backoff.lengthen();
                log.error(
                        "{}{}; the contexts keep running with the plan that the node holds",
                        failure.words(),
                        hintWhenEnded());
            }
        }
    }

    private String hintWhenEnded() {
        return clock.instant().isAfter(identity.ends())
                ? "; it ended at " + identity.ends() + ", and only joining again with a new code helps"
                : "";
    }
}

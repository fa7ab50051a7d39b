package org.lamella.agent.controllink;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.lamella.protocol.LinkGrpc;
import org.lamella.protocol.NodeCertificate;
import org.lamella.protocol.RenewRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a new certificate, for a new key, when two thirds of the old one's life are over. The new pair is saved before it
 * is used, and the old certificate goes on being good until it ends, so a kill at any point leaves one that works.
 */
final class Renewal {
    private static final Duration RETRY_AFTER = Duration.ofMinutes(5);
    private static final int DEADLINE_SECONDS = 20;
    private static final Logger log = LoggerFactory.getLogger(Renewal.class);

    private final IdentityStore store;
    private final Clock clock;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile Instant notBefore = Instant.MIN;

    Renewal(IdentityStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Renews on a thread of its own when it is time, and not while it is doing so.
     *
     * @param renewed gets the new identity, saved
     */
    void renewIfDue(Identity identity, LinkGrpc.LinkBlockingStub stub, Consumer<Identity> renewed) {
        Instant now = clock.instant();
        if (now.isBefore(identity.renewFrom()) || now.isBefore(notBefore) || !underWay.compareAndSet(false, true)) {
            return;
        }
        notBefore = now.plus(RETRY_AFTER);
        Thread.ofVirtual().name("renewal").start(() -> {
            try {
                renewed.accept(renew(identity, stub));
            } catch (IOException | GeneralSecurityException | IllegalArgumentException | StatusRuntimeException e) {
                log.warn(
                        "the certificate, which ends at {}, could not be renewed; next try in {}: {}",
                        identity.ends(),
                        RETRY_AFTER,
                        e.getMessage());
            } finally {
                underWay.set(false);
            }
        });
    }

    private Identity renew(Identity old, LinkGrpc.LinkBlockingStub stub) throws IOException, GeneralSecurityException {
        NodeKey key = NodeKey.generate();
        RenewRequest request = RenewRequest.newBuilder()
                .setCsr(ByteString.copyFrom(key.signingRequest()))
                .build();
        NodeCertificate answer =
                stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).renew(request);
        Identity identity = Enrolment.identity(answer, key, old.controlPlane(), old.authority());
        if (!identity.node().equals(old.node())) {
            throw new IllegalArgumentException(
                    "the new certificate is for node " + identity.node() + ", this is " + old.node());
        }
        store.save(identity);
        log.info("renewed the certificate: it ended at {} and now ends at {}", old.ends(), identity.ends());
        return identity;
    }
}

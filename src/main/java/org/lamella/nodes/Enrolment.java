package org.lamella.nodes;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.lamella.audit.Actor;
import org.lamella.audit.AuditTrail;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.lamella.secrets.Secrets;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How a machine becomes a node and stops being one: join codes, certificates, revocation. */
@Component
public class Enrolment {
    private static final int SECRET_BYTES = 20;

    private final Nodes nodes;
    private final CertificateAuthority authority;
    private final AgentSettings settings;
    private final Secrets secrets;
    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    /** What an admin carries to the machine; seen only once. */
    public record JoinCode(String text, Instant expiresAt) {}

    /** A node, and the certificate by which it calls. */
    public record Peer(long nodeId, String serial) {}

    /** @param chain leaf first, the authority last */
    public record Issued(NodeName node, List<X509Certificate> chain) {
        public Issued {
            chain = List.copyOf(chain);
        }
    }

    private record Code(OffsetDateTime expiresAt, OffsetDateTime usedAt) {}

    Enrolment(
            Nodes nodes,
            CertificateAuthority authority,
            AgentSettings settings,
            Secrets secrets,
            JdbcClient jdbc,
            Outbox outbox,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.nodes = nodes;
        this.authority = authority;
        this.settings = settings;
        this.secrets = secrets;
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Makes a code for this node; an older one stops to work. */
    @Transactional
    public JoinCode newCode(Node node) {
        String secret = secrets.randomText(SECRET_BYTES);
        Instant expiresAt = clock.instant().plus(settings.joinCodeLifetime());
        jdbc.sql("""
                        insert into join_codes (hash, node_id, expires_at) values (?, ?, ?)
                        on conflict (node_id) do update
                        set hash = excluded.hash, expires_at = excluded.expires_at, used_at = null""")
                .params(secrets.hash(secret), node.id(), expiresAt.atOffset(ZoneOffset.UTC))
                .update();
        audit.record("join-code-issued", "node", node.name().text(), "valid until " + expiresAt);
        return new JoinCode("lamella-" + secret + "." + authority.fingerprint(), expiresAt);
    }

    /**
     * Trades a code for a certificate.
     *
     * @throws JoinRefused when the code is unknown, used or expired
     * @throws IllegalArgumentException when the request for a certificate is malformed; the code stays usable
     */
    @Transactional
    public Issued join(String secret, byte[] csr) {
        PublicKey key = Certificates.requestedKey(csr);
        Instant now = clock.instant();
        // The node before its code, as in a revocation: the other way round the two could deadlock.
        Node node = nodeOf(secret).flatMap(nodes::lock).orElseThrow(Enrolment::unknownCode);
        requireUsable(secret, now);
        jdbc.sql("update join_codes set used_at = ? where hash = ?")
                .params(now.atOffset(ZoneOffset.UTC), secrets.hash(secret))
                .update();
        revokeCertificates(node, now);
        audit.record(
                Actor.node(node.name().text()),
                "node-joined",
                "node",
                node.name().text(),
                "with a join code");
        return issue(node, key, now);
    }

    /**
     * A new certificate for a node that holds a good one.
     *
     * @return empty when the one by which it asks was revoked after the call had begun
     * @throws IllegalArgumentException when the request for a certificate is malformed
     */
    @Transactional
    public Optional<Issued> renew(Peer peer, byte[] csr) {
        PublicKey key = Certificates.requestedKey(csr);
        Node node = nodes.lock(peer.nodeId()).orElseThrow();
        // Asked again under the node's lock, which a revocation holds: one that is void must not beget a good one.
        if (!isValid(peer)) {
            return Optional.empty();
        }
        audit.record(
                Actor.node(node.name().text()),
                "node-certificate-renewed",
                "node",
                node.name().text(),
                "");
        return Optional.of(issue(node, key, clock.instant()));
    }

    /** The node that this certificate belongs to; empty when it was revoked or never ours. */
    @Transactional(readOnly = true)
    public Optional<Peer> peerOf(X509Certificate certificate) {
        return jdbc.sql("""
                        select node_id, serial from node_certificates
                        where serial = ? and revoked_at is null""").param(serial(certificate)).query(Peer.class).optional();
    }

    @Transactional(readOnly = true)
    boolean isValid(Peer peer) {
        return jdbc.sql("select exists (select 1 from node_certificates where serial = ? and revoked_at is null)")
                .param(peer.serial())
                .query(Boolean.class)
                .single();
    }

    /**
     * Makes every certificate of the node void and cuts its stream. What runs there is not touched.
     *
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     */
    @Transactional
    public void revoke(Node node, LongConsumer seen) {
        Node locked = nodes.lock(node.id()).orElseThrow();
        seen.accept(locked.version());
        Instant now = clock.instant();
        revokeCertificates(locked, now);
        jdbc.sql("delete from join_codes where node_id = ?").param(node.id()).update();
        locked.revoked(now);
        locked.changed();
        locked.lastHeartbeat()
                .ifPresent(heard -> events.publishEvent(new NodeUnreachable(locked.id(), locked.name(), heard)));
        events.publishEvent(new NodeRevoked(locked.id(), locked.name()));
        outbox.append(Topic.PLAN, node.name().text());
        outbox.append(Topic.NODE, node.name().text());
        audit.record("node-revoked", "node", node.name().text(), "its certificates are void");
    }

    private Optional<Long> nodeOf(String secret) {
        return jdbc.sql("select node_id from join_codes where hash = ?")
                .param(secrets.hash(secret))
                .query(Long.class)
                .optional();
    }

    private static JoinRefused unknownCode() {
        return new JoinRefused(
                JoinRefused.Reason.UNKNOWN, "this join code is not known; a newer one may have replaced it");
    }

    private void requireUsable(String secret, Instant now) {
        Code code = jdbc.sql("select expires_at, used_at from join_codes where hash = ? for update")
                .param(secrets.hash(secret))
                .query(Code.class)
                .optional()
                .orElseThrow(Enrolment::unknownCode);
        if (code.usedAt() != null) {
            throw new JoinRefused(
                    JoinRefused.Reason.USED,
                    "this join code was used at " + code.usedAt().toInstant());
        }
        if (!code.expiresAt().toInstant().isAfter(now)) {
            throw new JoinRefused(
                    JoinRefused.Reason.EXPIRED,
                    "this join code expired at " + code.expiresAt().toInstant() + ", it is " + now);
        }
    }

    private Issued issue(Node node, PublicKey key, Instant now) {
        X509Certificate leaf = authority.signNode(node.name(), key, settings.certificateLifetime());
        jdbc.sql("insert into node_certificates (serial, node_id, issued_at, not_after) values (?, ?, ?, ?)")
                .params(
                        serial(leaf),
                        node.id(),
                        now.atOffset(ZoneOffset.UTC),
                        leaf.getNotAfter().toInstant().atOffset(ZoneOffset.UTC))
                .update();
        return new Issued(node.name(), List.of(leaf, authority.certificate()));
    }

    private void revokeCertificates(Node node, Instant now) {
        jdbc.sql("update node_certificates set revoked_at = ? where node_id = ? and revoked_at is null")
                .params(now.atOffset(ZoneOffset.UTC), node.id())
                .update();
    }

    private static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }
}

package org.lamella.nodes;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.lamella.accounts.Site;

/**
 * A machine of the testbed.
 *
 * <p>Its plan is numbered: {@code generationWanted} grows with every change of what the node must hold (see {@link
 * PlanNumbers}), {@code generationApplied} follows as the node reports it.
 *
 * <p>Only changed columns are written: who has read a node without its lock must not put back what others have written.
 */
@Entity
@DynamicUpdate
@Table(name = "nodes")
public class Node {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "site_id")
    private Site site;

    private String name;

    @Enumerated(EnumType.STRING)
    private NodeState state;

    private Instant stateSince;

    @SuppressWarnings("unused") // A column: written here, read by SQL alone.
    private Instant createdAt;

    private long sessionEpoch;
    private Instant lastHeartbeat;
    private long generationWanted;
    private long generationApplied;

    @Embedded
    private HostFacts host;

    /** Null where the node is not drained. */
    @Embedded
    private Drain drain;

    private long version;

    protected Node() {}

    Node(Site site, NodeName name, Instant now) {
        this.site = site;
        this.name = name.text();
        this.state = NodeState.ENROLLING;
        this.stateSince = now;
        this.createdAt = now;
        this.host = HostFacts.UNKNOWN;
    }

    public Long id() {
        return id;
    }

    public Site site() {
        return site;
    }

    public NodeName name() {
        return new NodeName(name);
    }

    public NodeState state() {
        return state;
    }

    public Instant stateSince() {
        return stateSince;
    }

    public Optional<Instant> lastHeartbeat() {
        return Optional.ofNullable(lastHeartbeat);
    }

    public Optional<Drain> drain() {
        return Optional.ofNullable(drain);
    }

    /** Grows with every change that a person makes to the node. */
    public long version() {
        return version;
    }

    public HostFacts host() {
        return host;
    }

    public long generationWanted() {
        return generationWanted;
    }

    public long generationApplied() {
        return generationApplied;
    }

    public long sessionEpoch() {
        return sessionEpoch;
    }

    void drained(Drain why) {
        drain = why;
    }

    void undrained() {
        drain = null;
    }

    void changed() {
        version++;
    }

    /** A report says so; one that claims more than was ever wanted is taken as all that is wanted. */
    public void applied(long generation) {
        generationApplied = Math.max(generationApplied, Math.min(generation, generationWanted));
    }

    /** Its agent has opened a stream. @return the epoch that this stream's reports must carry */
    long attached(HostFacts facts, Instant now) {
        host = facts;
        lastHeartbeat = now;
        become(NodeState.READY, now);
        return ++sessionEpoch;
    }

    void revoked(Instant now) {
        become(NodeState.REVOKED, now);
        sessionEpoch++;
    }

    /**
     * Ends the epoch: a stream that is still open after all is closed by that, and the next one begins with the whole
     * truth.
     *
     * @return when it was last heard of, if it turns unreachable by this
     */
    Optional<Instant> silent(Instant before, Instant now) {
        if (state != NodeState.READY || !lastHeartbeat.isBefore(before)) {
            return Optional.empty();
        }
        become(NodeState.UNREACHABLE, now);
        sessionEpoch++;
        return Optional.of(lastHeartbeat);
    }

    private void become(NodeState next, Instant now) {
        if (state != next) {
            state = next;
            stateSince = now;
        }
    }
}

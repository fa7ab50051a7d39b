package org.lamella.slivers;

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
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;
import org.lamella.nodes.Node;
import org.lamella.slices.Goal;
import org.lamella.slices.Slice;

/**
 * A slice on one node: what is wanted of it and, side by side, what was last seen of it.
 *
 * <p>{@code generationWanted} is the node plan in which its wishes last changed; they are in force once
 * {@code generationApplied} has come as far.
 *
 * <p>Only changed columns are written: a report changes what was seen while a request changes what is wanted, and neither
 * must put back what it has read before the other.
 */
@Entity
@DynamicUpdate
@Table(name = "slivers")
class Sliver {
    /** Those in which not all that is wanted of it can be in force. */
    private static final Set<SliverState> LACKING =
            EnumSet.of(SliverState.PENDING, SliverState.STARTING, SliverState.DEGRADED, SliverState.FAILED);

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "slice_id")
    private Slice slice;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "node_id")
    private Node node;

    @Enumerated(EnumType.STRING)
    private Goal goal;

    @Enumerated(EnumType.STRING)
    private SliverState state;

    private String reason;
    private Instant stateSince;
    private long generationWanted;
    private long generationApplied;
    /** Null: what was wanted has never been in force. */
    private Instant appliedAt;

    private boolean onNode;
    private String imageDigest;
    private String moveWords;
    private String awaits;
    private String address;
    private String cores;
    /** Null: any. */
    private String wantedAddress;

    private long spoofedPackets;
    private long spoofedArp;

    /** Null: the slice's. */
    private String image;

    /** Its owner has stopped it. */
    private boolean halted;

    private boolean frozen;
    private boolean seenFrozen;
    private long restarts;
    private long resets;

    /** Null: it was never rebuilt, and its id tells its disk. */
    private Long rebuiltAs;

    protected Sliver() {}

    /** @param image that it runs instead of its slice's */
    Sliver(Slice slice, Node node, Optional<String> image, long generation, Instant now) {
        this.slice = slice;
        this.node = node;
        this.image = image.orElse(null);
        this.goal = Goal.RUNNING;
        this.state = SliverState.PENDING;
        this.reason = "";
        this.stateSince = now;
        this.generationWanted = generation;
        this.imageDigest = "";
        this.moveWords = "";
        this.awaits = "";
        this.address = "";
        this.cores = "";
    }

    Long id() {
        return id;
    }

    Slice slice() {
        return slice;
    }

    Node node() {
        return node;
    }

    Goal goal() {
        return goal;
    }

    SliverState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    /** The reason, behind how it moves to another node or why it does not: for people. */
    String words() {
        return Stream.of(moveWords, reason).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
    }

    Instant stateSince() {
        return stateSince;
    }

    long generationWanted() {
        return generationWanted;
    }

    long generationApplied() {
        return generationApplied;
    }

    /** Whether all that is wanted of it is in force: its node has come to it, it lacks nothing, and nothing waits. */
    boolean isInForce() {
        return isReached() && awaits.isEmpty();
    }

    /** Whether its node has come to what is wanted of it, and did all of it that can be done now. */
    boolean isReached() {
        boolean shouldRun = goal == Goal.RUNNING && state == SliverState.STOPPED;
        return generationApplied >= generationWanted && !LACKING.contains(state) && !shouldRun;
    }

    /** What waits though its node has come to it, and for what; empty: nothing. */
    String awaits() {
        return awaits;
    }

    void seenAwaiting(String words) {
        awaits = words;
    }

    /** When all that was wanted last came into force; empty: it never has. */
    Optional<Instant> appliedAt() {
        return Optional.ofNullable(appliedAt);
    }

    void cameIntoForce(Instant now) {
        appliedAt = now;
    }

    /** What it runs: its own image, or its slice's. */
    String image() {
        return image == null ? slice.image() : image;
    }

    /** {@code sha256:…} of the image it runs on; empty before its node has said so. */
    String imageDigest() {
        return imageDigest;
    }

    /** The IPv4 address that it has on its node; empty before its node has said so. */
    String address() {
        return address;
    }

    /** The cores that are its own, such as {@code 0-1,4}; empty: none that its node has spoken of. */
    String cores() {
        return cores;
    }

    /** @return whether that is news */
    boolean seenCores(String own) {
        boolean news = !cores.equals(own);
        cores = own;
        return news;
    }

    /** The address that it must have; empty: its node chooses. */
    String wantedAddress() {
        return wantedAddress == null ? "" : wantedAddress;
    }

    /** @param next empty: its node chooses */
    void wantAddress(String next) {
        wantedAddress = next.isEmpty() ? null : next;
    }

    /** How many packets and claims of addresses of it were dropped since its link was made, for they bore another sender. */
    long spoofed() {
        return spoofedPackets + spoofedArp;
    }

    /** @return whether that is news */
    boolean seenLink(SliverReport.Link link) {
        boolean news = !address.equals(link.address())
                || spoofedPackets != link.spoofedPackets()
                || spoofedArp != link.spoofedArp();
        address = link.address();
        spoofedPackets = link.spoofedPackets();
        spoofedArp = link.spoofedArp();
        return news;
    }

    /** Whether a node that has applied this generation holds nothing of the sliver any more. */
    boolean isGone(long applied) {
        return goal == Goal.ABSENT && !onNode && applied >= generationWanted;
    }

    /** Tells its disk from any other that the node may have had of the slice. */
    long incarnation() {
        return rebuiltAs == null ? id : rebuiltAs;
    }

    /** Whether its owner has stopped it. */
    boolean isHalted() {
        return halted;
    }

    boolean isFrozenWanted() {
        return frozen;
    }

    /** Whether its processes stood still when it was last seen. */
    boolean isFrozen() {
        return seenFrozen;
    }

    long restarts() {
        return restarts;
    }

    long resets() {
        return resets;
    }

    /** Stops or runs with its slice; one that its owner has stopped does not run with it. */
    void follow(Goal ofSlice, long generation) {
        want(ofSlice == Goal.RUNNING && halted ? Goal.STOPPED : ofSlice, generation);
    }

    /** What is stopped is not frozen: it shall run when it is started. */
    void halt(boolean stop, Goal ofSlice, long generation) {
        halted = stop;
        frozen = frozen && !stop;
        follow(ofSlice, generation);
    }

    void freeze(boolean still, long generation) {
        frozen = still;
        generationWanted = generation;
    }

    void restart(long generation) {
        restarts++;
        generationWanted = generation;
    }

    void reset(long generation) {
        resets++;
        generationWanted = generation;
    }

    void rebuild(long incarnation, long generation) {
        rebuiltAs = incarnation;
        generationWanted = generation;
    }

    void want(Goal next, long generation) {
        goal = next;
        generationWanted = generation;
    }

    void become(SliverState next, String why, Instant since) {
        state = next;
        reason = why;
        stateSince = since;
    }

    /** The state stays, its words change: progress. */
    void explain(String why) {
        reason = why;
    }

    void seenOnNode(long applied, String digest, boolean still) {
        onNode = true;
        seenFrozen = still;
        generationApplied = applied;
        imageDigest = digest;
    }

    void seenGone() {
        onNode = false;
        cores = "";
        awaits = "";
        seenFrozen = false;
    }
}

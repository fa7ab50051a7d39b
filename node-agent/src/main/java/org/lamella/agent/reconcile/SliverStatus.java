package org.lamella.agent.reconcile;

import java.time.Instant;
import java.util.Objects;
import org.lamella.agent.network.SliverLink;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.DiskUse;

/**
 * One sliver as the node sees it.
 *
 * @param reason why it is so, or how far it has come; empty where there is nothing to say
 * @param since when it came into this state
 * @param generationApplied the generation of the plan whose wishes for this sliver are in force
 * @param imageDigest {@code sha256:…} of the image it runs on; empty before that is known
 * @param frozen whether its processes stand still
 * @param disk as last measured
 * @param cores those that are its own, such as {@code 0-1,4}; empty: none
 * @param awaited what is wanted of it and is not in force though it runs
 */
public record SliverStatus(
        String slice,
        long incarnation,
        SliverState state,
        String reason,
        Instant since,
        long generationApplied,
        String imageDigest,
        boolean frozen,
        DiskUse disk,
        String cores,
        Awaited awaited,
        SliverLink link) {
    public SliverStatus {
        Objects.requireNonNull(slice);
        Objects.requireNonNull(state);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(since);
        Objects.requireNonNull(imageDigest);
        Objects.requireNonNull(disk);
        Objects.requireNonNull(cores);
        Objects.requireNonNull(awaited);
        Objects.requireNonNull(link);
    }

    /** One that awaits nothing, and whose link was not looked at. */
    public SliverStatus(
            String slice,
            long incarnation,
            SliverState state,
            String reason,
            Instant since,
            long generationApplied,
            String imageDigest,
            boolean frozen,
            DiskUse disk,
            String cores) {
        this(
                slice,
                incarnation,
                state,
                reason,
                since,
                generationApplied,
                imageDigest,
                frozen,
                disk,
                cores,
                Awaited.NOTHING,
                SliverLink.NONE);
    }

    SliverStatus with(SliverLink seen) {
        return with(awaited, seen);
    }

    SliverStatus with(Awaited rest) {
        return with(rest, link);
    }

    private SliverStatus with(Awaited rest, SliverLink seen) {
        return new SliverStatus(
                slice,
                incarnation,
                state,
                reason,
                since,
                generationApplied,
                imageDigest,
                frozen,
                disk,
                cores,
                rest,
                seen);
    }

    /** One that does not stand still and has no cores of its own, and whose disk was not measured. */
    public SliverStatus(
            String slice,
            long incarnation,
            SliverState state,
            String reason,
            Instant since,
            long generationApplied,
            String imageDigest) {
        this(slice, incarnation, state, reason, since, generationApplied, imageDigest, false, DiskUse.UNKNOWN, "");
    }
}

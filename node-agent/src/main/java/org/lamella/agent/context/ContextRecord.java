package org.lamella.agent.context;

import java.time.Instant;
import java.util.Objects;
import org.lamella.agent.host.ProcessStat;
import org.lamella.agent.plan.FoundLife;
import org.lamella.agent.plan.SliverBounds;

/**
 * That a context was finished, and what it is. Written after everything else and removed before anything else, so a context
 * with a record is whole, and one without is a leftover.
 *
 * @param initPid the host's number of its init
 * @param initStartTicks when that started; the number alone may by now be another process's
 * @param bootId the boot in which that holds
 * @param bounds in force, as far as {@code limited} says; what holds from the start is as it was then
 * @param limited whether the limits of all its processes are known to be in force
 * @param life the numbers that it was made under; that it stands still is asked of the kernel
 */
record ContextRecord(
        String slice,
        long incarnation,
        String image,
        String imageDigest,
        String address,
        long initPid,
        long initStartTicks,
        String bootId,
        Instant since,
        SliverBounds bounds,
        boolean limited,
        FoundLife life) {
    ContextRecord {
        // Records of an older agent do not have them; its contexts are not to be made anew for that.
        bounds = Objects.requireNonNullElse(bounds, SliverBounds.USUAL);
        life = Objects.requireNonNullElse(life, FoundLife.NONE);
    }

    ContextRecord limitedTo(SliverBounds now) {
        return new ContextRecord(
                slice,
                incarnation,
                image,
                imageDigest,
                address,
                initPid,
                initStartTicks,
                bootId,
                since,
                now,
                true,
                life);
    }

    boolean initAlive(String currentBootId) {
        return bootId.equals(currentBootId)
                && ProcessStat.of(initPid)
                        .filter(process -> process.alive() && process.startTicks() == initStartTicks)
                        .isPresent();
    }
}

package org.lamella.agent.reconcile;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.StringJoiner;
import org.lamella.agent.context.Contexts;
import org.lamella.agent.context.Tended;
import org.lamella.agent.plan.Action;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.Availability;
import org.lamella.agent.storage.Image;
import org.lamella.agent.storage.Images;

/** Does one action, and tells what became of the sliver. */
final class Performer {
    /** A context that has run so long counts as sound, and what went wrong before is forgotten. */
    static final Duration SOUND = Duration.ofSeconds(60);

    /** One that the node had to end for its memory may take longer to fill it again. */
    private static final Duration SOUND_IN_MEMORY = Duration.ofMinutes(10);

    private final Contexts contexts;
    private final Images images;
    private final Retries retries;
    private final ResetOrders orders;
    private final Clock clock;

    Performer(Contexts contexts, Images images, Retries retries, ResetOrders orders, Clock clock) {
        this.contexts = contexts;
        this.images = images;
        this.retries = retries;
        this.orders = orders;
        this.clock = clock;
    }

    /** @throws IOException with the reason, when it cannot be done; what is there of the sliver is then unknown */
    Outcome perform(Action action, NodePlan plan) throws IOException {
        return switch (action) {
            case Action.Keep keep -> kept(keep.wanted(), keep.existing());
            case Action.Leave leave -> Outcome.of(SliverState.STOPPED, "", "");
            case Action.Refuse refuse -> Outcome.of(SliverState.FAILED, refuse.reason(), "");
            case Action.Create create -> build(create.wanted(), "", plan);
            case Action.Start start -> build(start.wanted(), start.existing().imageDigest(), plan);
            case Action.Restart restart -> restart(restart, plan);
            case Action.Reset reset -> {
                contexts.cut(reset.slice());
                yield build(reset.wanted(), reset.existing().imageDigest(), plan);
            }
            case Action.Relieve relieve -> relieve(relieve, plan);
            case Action.Freeze freeze -> stand(freeze.wanted(), freeze.existing());
            case Action.Thaw thaw -> stand(thaw.wanted(), thaw.existing());
            case Action.Replace replace -> {
                contexts.destroy(replace.slice());
                yield replaced(replace.wanted(), plan);
            }
            case Action.Stop stop -> {
                contexts.stop(stop.slice());
                yield Outcome.of(SliverState.STOPPED, "", stop.existing().imageDigest());
            }
            case Action.Destroy destroy -> {
                contexts.destroy(destroy.slice());
                yield new Outcome.Gone();
            }
        };
    }

    private Outcome kept(SliverPlan wanted, Existing existing) {
        if (existing.condition() != Condition.RUNNING) {
            return Outcome.of(SliverState.STOPPED, "", existing.imageDigest());
        }
        if (!clock.instant().isBefore(existing.since().plus(retries.soundAfter(existing.slice())))) {
            retries.forget(existing.slice());
        }
        return running(
                wanted,
                existing.complaint(),
                existing.imageDigest(),
                existing.since(),
                existing.life().frozen());
    }

    /** A context runs on when something that is wanted of it is refused, so that does not count as having gone wrong. */
    private Outcome running(SliverPlan wanted, String complaint, String digest, Instant since, boolean frozen) {
        StringJoiner complaints = new StringJoiner("; ").setEmptyValue("");
        StringJoiner notes = new StringJoiner("; ").setEmptyValue("");
        add(complaints, complaint);
        add(notes, retries.reason(wanted.slice()));
        Awaited awaited = Awaited.NOTHING;
        try {
            awaited = contexts.adjust(wanted);
        } catch (IOException e) {
            add(complaints, e.getMessage());
        }
        Tended tended = tend(wanted);
        add(complaints, tended.trouble());
        awaited = awaited.and(tended.awaited());
        add(notes, awaited.words());
        add(notes, tended.note());
        boolean sound = complaints.length() == 0;
        return new Outcome.Seen(
                sound ? SliverState.RUNNING : SliverState.DEGRADED,
                sound ? notes.toString() : complaints.toString(),
                digest,
                Optional.of(since),
                frozen,
                tended.disk(),
                tended.cores(),
                awaited);
    }

    private Tended tend(SliverPlan wanted) {
        try {
            return contexts.tend(wanted);
        } catch (IOException e) {
            return Tended.FINE.with(e.getMessage());
        }
    }

    /** It runs on where this goes wrong, so that is no failure of the sliver; the next pass tries again. */
    private Outcome stand(SliverPlan wanted, Existing existing) {
        boolean still = wanted.life().frozen();
        String complaint = existing.complaint();
        try {
            if (still) {
                contexts.freeze(existing.slice());
            } else {
                contexts.thaw(existing.slice());
            }
        } catch (IOException e) {
            still = existing.life().frozen();
            complaint = complaint.isEmpty() ? e.getMessage() : complaint + "; " + e.getMessage();
        }
        return running(wanted, complaint, existing.imageDigest(), existing.since(), still);
    }

    private static void add(StringJoiner words, String more) {
        if (!more.isEmpty()) {
            words.add(more);
        }
    }

    private Outcome replaced(SliverPlan wanted, NodePlan plan) throws IOException {
        return switch (wanted.goal()) {
            case RUNNING -> build(wanted, "", plan);
            case STOPPED -> Outcome.of(SliverState.STOPPED, "", "");
        };
    }

    /** A context that died is counted as having gone wrong, so that one that dies again and again is restarted less often. */
    private Outcome restart(Action.Restart restart, NodePlan plan) throws IOException {
        contexts.stop(restart.slice());
        if (restart.existing().condition() == Condition.DEAD) {
            retries.failed(restart.slice(), Optional.of(restart.wanted()), "");
            retries.explain(restart.slice(), restarted(restart.slice()));
        }
        return build(restart.wanted(), restart.existing().imageDigest(), plan);
    }

    private String restarted(String slice) {
        int times = retries.times(slice);
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return times == 1
                ? "restarted at " + now + ", since its init had ended"
                : "its init has ended " + times + " times in a row; restarted at " + now + ", and not again before "
                        + retries.nextTry(slice).truncatedTo(ChronoUnit.SECONDS);
    }

    /** The first time it is begun anew at once, like one that died; after that it waits, and the next passes look after it. */
    private Outcome relieve(Action.Relieve relieve, NodePlan plan) throws IOException {
        String slice = relieve.slice();
        String why;
        try {
            contexts.cut(slice);
        } finally {
            // Where that failed halfway its processes were ended all the same.
            why = orders.obeyed(slice);
        }
        retries.failed(slice, Optional.of(relieve.wanted()), why, SOUND_IN_MEMORY);
        int times = retries.times(slice);
        if (times == 1) {
            return build(relieve.wanted(), relieve.existing().imageDigest(), plan);
        }
        retries.explain(
                slice,
                why + "; that has happened " + times + " times in a row, and it starts again at "
                        + retries.nextTry(slice).truncatedTo(ChronoUnit.SECONDS));
        return Outcome.of(
                SliverState.FAILED, retries.reason(slice), relieve.existing().imageDigest());
    }

    /** @param digest of the image that the sliver's disk lies on; empty when it has no disk, or one that does not tell */
    private Outcome build(SliverPlan wanted, String digest, NodePlan plan) throws IOException {
        Optional<Image> pinned = images.find(wanted.image(), digest);
        return switch (pinned.<Availability>map(Availability.Ready::new).orElseGet(() -> wantedImage(wanted, plan))) {
            case Availability.Ready ready -> start(wanted, digest, ready.image());
            case Availability.Building building ->
                Outcome.of(
                        SliverState.STARTING,
                        "building image " + wanted.image() + ": " + building.percent() + " %",
                        "");
            case Availability.Failed failed -> Outcome.of(SliverState.FAILED, failed.reason(), "");
        };
    }

    private Availability wantedImage(SliverPlan wanted, NodePlan plan) {
        return plan.images().stream()
                .filter(image -> image.name().equals(wanted.image()))
                .findFirst()
                .map(images::ensure)
                .orElseGet(() -> new Availability.Failed(wanted.slice() + " wants image " + wanted.image()
                        + ", which its plan does not describe; it has "
                        + plan.images().stream().map(ImagePlan::name).toList()));
    }

    private Outcome start(SliverPlan wanted, String digest, Image image) throws IOException {
        if (!digest.isEmpty() && !digest.equals(image.digest())) {
            throw new IOException("the disk of " + wanted.slice() + " lies on image " + wanted.image() + " " + digest
                    + ", which this node no longer has; the image is now " + image.digest());
        }
        Instant since = contexts.start(wanted, image);
        return running(wanted, "", image.digest(), since, false);
    }
}

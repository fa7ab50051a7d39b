package org.lamella.agent.reconcile;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lamella.agent.context.Contexts;
import org.lamella.agent.context.InMemoryContexts;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.Image;

/** Contexts in memory that a test can break, and whose inits it can end. */
final class BreakableContexts implements Contexts {
    private final InMemoryContexts sound;
    private final Runnable onList;
    private final Set<String> broken = new HashSet<>();
    private final Set<String> dead = new HashSet<>();

    BreakableContexts(Clock clock, Runnable onList) {
        this.sound = new InMemoryContexts(clock);
        this.onList = onList;
    }

    /** From now on nothing can be done to the slice. */
    void breakSlice(String slice) {
        broken.add(slice);
    }

    void mend(String slice) {
        broken.remove(slice);
    }

    /** Its init ends. */
    void die(String slice) {
        dead.add(slice);
    }

    @Override
    public List<Existing> list() {
        onList.run();
        return sound.list().stream().map(this::asItIs).toList();
    }

    private Existing asItIs(Existing was) {
        return dead.contains(was.slice())
                ? new Existing(
                        was.slice(), Condition.DEAD, was.incarnation(), was.image(), was.imageDigest(), was.since())
                : was;
    }

    @Override
    public synchronized Instant start(SliverPlan sliver, Image image) throws IOException {
        refuseIfBroken(sliver.slice(), "start");
        dead.remove(sliver.slice());
        return sound.start(sliver, image);
    }

    @Override
    public synchronized void stop(String slice) throws IOException {
        refuseIfBroken(slice, "stop");
        sound.stop(slice);
    }

    @Override
    public synchronized void cut(String slice) throws IOException {
        refuseIfBroken(slice, "cut");
        sound.cut(slice);
    }

    @Override
    public synchronized void freeze(String slice) throws IOException {
        refuseIfBroken(slice, "freeze");
        sound.freeze(slice);
    }

    @Override
    public synchronized void thaw(String slice) throws IOException {
        refuseIfBroken(slice, "thaw");
        sound.thaw(slice);
    }

    @Override
    public synchronized void destroy(String slice) throws IOException {
        refuseIfBroken(slice, "destroy");
        sound.destroy(slice);
    }

    private void refuseIfBroken(String slice, String deed) throws IOException {
        if (broken.contains(slice)) {
            throw new IOException("cannot " + deed + " " + slice + ": it is broken");
        }
    }
}

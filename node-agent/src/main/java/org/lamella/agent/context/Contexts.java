package org.lamella.agent.context;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.Existing;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.Image;

/**
 * The contexts of one node: what is there of them, and what can be done to one. Different slices may be
 * worked on at the same time, one slice not.
 */
public interface Contexts {
    /** @return everything of ours on the node, whole or not, each slice once */
    List<Existing> list() throws IOException;

    /**
     * Builds a sliver's context, on the disk of that incarnation if there is one. Nothing else may be there of the context.
     *
     * @return when it was finished
     * @throws IOException with the reason; what was built by then is taken away again, as far as possible
     */
    Instant start(SliverPlan sliver, Image image) throws IOException;

    /**
     * Brings into force what is wanted of a running context, as far as it can be while it runs. Harmless where it is already.
     *
     * @return what is left for the next start
     * @throws IOException with the kernel's reason, when it refuses; the context runs on
     */
    default Awaited adjust(SliverPlan sliver) throws IOException {
        return Awaited.NOTHING;
    }

    /**
     * Sees to the disk of a sliver that runs: grows it as far as is wanted and possible, and looks how it does. Asked at every pass,
     * so it must cost next to nothing where all is as it was.
     */
    default Tended tend(SliverPlan sliver) throws IOException {
        return Tended.FINE;
    }

    /** Takes away the context, whole or not, and keeps the disk. Harmless where there is none. */
    void stop(String slice) throws IOException;

    /** As {@link #stop}, without asking what runs in the context to end. */
    void cut(String slice) throws IOException;

    /**
     * Lets all that runs in the context stand still. Harmless where it does.
     *
     * @throws IOException when something of it does not; the rest does, and it will soon
     */
    void freeze(String slice) throws IOException;

    /** Lets it go on. Harmless where it does. */
    void thaw(String slice) throws IOException;

    /** Takes away all of the sliver, with all its disks. Harmless where there is nothing. */
    void destroy(String slice) throws IOException;
}

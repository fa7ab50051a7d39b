package org.lamella.agent.context;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits, before anything runs under them. They go with the control groups. */
record LimitStep(Limits limits) implements Step {
    private static final Logger log = LoggerFactory.getLogger(LimitStep.class);

    /** A limit that is refused keeps no sliver from running: {@link Adjustments} tries it again and has the sliver say so. */
    @Override
    public void prepare(Blueprint blueprint) {
        try {
            limits.apply(blueprint.slice(), blueprint.plan().bounds());
        } catch (IOException e) {
            log.warn("{}: {}", blueprint.slice(), e.getMessage());
        }
    }

    @Override
    public void undo(String slice) {
        // Nothing is there but what is in the control groups.
    }
}

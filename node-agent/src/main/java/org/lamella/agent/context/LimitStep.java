package org.lamella.agent.context;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limits and what is guaranteed, before anything runs under them. They go with the control groups. */
record LimitStep(Limits limits, Guarantees guarantees) implements Step {
    private static final Logger log = LoggerFactory.getLogger(LimitStep.class);

    /** A limit that is refused keeps no sliver from running: {@link Adjustments} tries it again and has the sliver say so. */
    @Override
    public void prepare(Blueprint blueprint) {
        try {
            limits.apply(blueprint.slice(), blueprint.plan().bounds());
            guarantees.apply(blueprint.slice(), blueprint.plan().promise().memory());
        } catch (IOException e) {
            log.warn("{}: {}", blueprint.slice(), e.getMessage());
        }
    }

    @Override
    public void undo(String slice) {
        // Nothing is there but what is in the control groups.
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the sliver's disk is served, before anything in it reads or writes. */
record DiskIoStep(DiskIo io) implements Step {
    private static final Logger log = LoggerFactory.getLogger(DiskIoStep.class);

    /** A refusal keeps no sliver from running: {@link Adjustments} tries again and has the sliver say so. */
    @Override
    public void prepare(Blueprint blueprint) {
        try {
            io.apply(blueprint.slice(), blueprint.plan().promise().io());
        } catch (IOException e) {
            log.warn("{}: {}", blueprint.slice(), e.getMessage());
        }
    }

    @Override
    public void undo(String slice) throws IOException {
        io.release(slice);
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import org.lamella.agent.console.Consoles;

/** What is kept of what the sliver prints. It goes before the disk does, so that it is never left behind alone. */
record ConsoleLogStep(Consoles consoles) implements Step {
    @Override
    public void prepare(Blueprint blueprint) {
        // It begins with the first word that is kept.
    }

    @Override
    public void undo(String slice) throws IOException {
        consoles.forget(slice);
    }

    @Override
    public boolean outlivesStop() {
        return true;
    }
}

package org.lamella.agent.context;

import java.io.IOException;
import org.lamella.agent.console.Consoles;

/** Where the context's first process prints to: kept when the context goes. */
record ConsoleStep(Consoles consoles) implements Step {
    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        consoles.begin(blueprint.slice());
    }

    @Override
    public void undo(String slice) throws IOException {
        consoles.end(slice);
    }
}

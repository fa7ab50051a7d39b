package org.lamella.agent.context;

import java.io.IOException;

/**
 * One layer of a context: it is built on those before it in the list, and taken away before them.
 *
 * <p>{@code undo} knows only the slice's name, needs no prior {@code prepare} in this life of the agent, takes away whatever
 * part of the layer is there, and may be done any number of times. So after a kill between, or inside, any two steps, undoing
 * all of them leaves nothing.
 */
interface Step {
    /** @throws IOException with the reason in words; what was done by then is for {@code undo} to find */
    void prepare(Blueprint blueprint) throws IOException;

    void undo(String slice) throws IOException;

    /** Whether the layer stays when the sliver is stopped, and goes only when it is destroyed. */
    default boolean outlivesStop() {
        return false;
    }
}

package org.lamella.agent.console;

import java.io.IOException;

/** Where to read what slivers print. */
@FunctionalInterface
public interface ConsoleSource {
    /**
     * @param from where to begin, in all that the sliver ever printed
     * @param most bytes
     */
    Printed read(String slice, long from, int most) throws IOException;
}

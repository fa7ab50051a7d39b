package org.lamella.agent.usage;

import java.io.IOException;
import java.util.List;

/** What can be read of the node's slivers now. */
public interface Readings {
    /** Of nobody. */
    Readings NONE = List::of;

    /** Each sliver that has a context, once. */
    List<Reading> read() throws IOException;
}

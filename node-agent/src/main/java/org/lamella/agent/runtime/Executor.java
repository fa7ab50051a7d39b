package org.lamella.agent.runtime;

import java.io.IOException;

/** The part of a runtime that sessions need. */
public interface Executor {
    /** @throws IOException with the runtime's own words, when there is no such running context or it refuses */
    Execution exec(String slice, ExecRequest request) throws IOException;
}

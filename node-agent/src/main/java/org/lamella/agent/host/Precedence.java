package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's weight against its slivers, which have control groups of their own and together nine tenths of the node against one
 * ordinary process. What looks after them must answer whatever they do.
 */
public final class Precedence {
    private static final Logger log = LoggerFactory.getLogger(Precedence.class);
    /** Of this process's session, the runtime that it starts included; what runs in slivers is in none (sched(7), "The autogroup feature"). */
    private static final Path AUTOGROUP = Path.of("/proc/self/autogroup");

    /** A weight of 9,548, against an ordinary process's 1,024. */
    private static final String NICE = "-10";

    private Precedence() {}

    /** Where the kernel groups no sessions, or nobody may, the agent goes on as one among others. */
    public static void take() {
        try {
            Files.writeString(AUTOGROUP, NICE);
        } catch (IOException e) {
            log.debug("this process has no precedence: {}", e.getMessage());
        }
    }
}

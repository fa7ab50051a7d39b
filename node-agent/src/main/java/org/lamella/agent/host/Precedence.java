package org.lamella.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's weight against its slivers, which have control groups of their own and together weigh as much as two
 * ordinary processes. What looks after them must answer whatever they do.
 */
public final class Precedence {
    private static final Logger log = LoggerFactory.getLogger(Precedence.class);
    /** Of this process's session, the runtime that it starts included; what runs in slivers is in none (sched(7), "The autogroup feature"). */
    private static final Path AUTOGROUP = Path.of("/proc/self/autogroup");

    /** A weight of 3,121, against an ordinary process's 1,024. Much heavier ones are served late themselves (docs/rationale.md). */
    private static final String NICE = "-5";

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

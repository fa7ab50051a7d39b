package org.lamella.agent.plan;

import java.io.IOException;
import java.nio.file.Path;

/** The saved plan cannot be read; it was set aside under another name. */
public final class DamagedPlan extends IOException {
    DamagedPlan(Path file, Path aside, String why) {
        super("the saved plan " + file + " cannot be read (" + why + "); it was set aside as " + aside
                + ", and nothing is done to the node's slivers before the control plane has sent a plan");
    }
}

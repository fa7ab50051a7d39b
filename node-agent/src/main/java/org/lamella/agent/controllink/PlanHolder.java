package org.lamella.agent.controllink;

import java.io.IOException;
import org.lamella.agent.plan.NodePlan;

/** Where the link finds the plan that the node works from, and puts a newer one. */
public interface PlanHolder {
    /** The saved plan; {@link NodePlan#NONE} before there is one. */
    NodePlan held();

    /**
     * Saves the plan so that it outlives the agent, then sees to it that it is carried out.
     *
     * @return false when it is older than the one that is held, which then stays
     */
    boolean accept(NodePlan plan) throws IOException;
}

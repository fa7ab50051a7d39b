package org.lamella.agent.controllink;

import java.util.Map;
import org.lamella.agent.plan.NodePlan;

/**
 * A plan as far as this agent understands it.
 *
 * @param plan what can be carried out; a sliver that is not understood is in it as the node holds it now, or not at all
 *     when the node does not hold it
 * @param problems why, for each slice whose sliver is not understood
 */
record ReceivedPlan(NodePlan plan, Map<String, String> problems) {
    ReceivedPlan {
        problems = Map.copyOf(problems);
    }
}

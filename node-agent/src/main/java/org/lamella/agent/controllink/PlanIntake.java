package org.lamella.agent.controllink;

import java.io.IOException;
import org.lamella.agent.plan.NodePlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in the plans that arrive, one at a time also when an old stream's last one meets a new stream's first. */
final class PlanIntake {
    private static final Logger log = LoggerFactory.getLogger(PlanIntake.class);

    private final PlanHolder plans;
    private final Misfits misfits;

    PlanIntake(PlanHolder plans, Misfits misfits) {
        this.plans = plans;
        this.misfits = misfits;
    }

    synchronized void receive(org.lamella.protocol.NodePlan wire) {
        NodePlan held = plans.held();
        try {
            ReceivedPlan received = PlanFormat.read(wire, held);
            if (plans.accept(received.plan())) {
                received.problems()
                        .forEach((slice, problem) -> log.warn("sliver {} is left alone: {}", slice, problem));
                misfits.replace(received);
            } else {
                log.warn(
                        "ignored a plan of generation {}: the node holds generation {}",
                        wire.getGeneration(),
                        held.generation());
            }
        } catch (IOException | RuntimeException e) {
            log.error(
                    "the plan of generation {} cannot be taken, the node goes on with generation {}",
                    wire.getGeneration(),
                    held.generation(),
                    e);
        }
    }
}

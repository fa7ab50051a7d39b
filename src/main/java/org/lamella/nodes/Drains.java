package org.lamella.nodes;

import java.time.Clock;
import java.util.Map;
import java.util.function.LongConsumer;
import org.lamella.access.Caller;
import org.lamella.audit.AuditTrail;
import org.lamella.audit.Difference;
import org.lamella.web.InvalidInput;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes nodes out of use for new slivers, and back into it. */
@Component
public class Drains {
    private final NodeService nodes;
    private final AuditTrail audit;
    private final Clock clock;

    Drains(NodeService nodes, AuditTrail audit, Clock clock) {
        this.nodes = nodes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Drained again, a node keeps since when it is, and has the new reason.
     *
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     * @throws InvalidInput without a reason
     */
    @Transactional
    public void drain(Caller caller, String name, String reason, LongConsumer seen) {
        InvalidInput.throwIfAny(Reasons.objections(reason));
        Node node = nodes.lockFor(caller, name, "drain it", seen);
        Map<String, ?> before = facts(node);
        node.drained(new Drain(node.drain().map(Drain::since).orElse(clock.instant()), caller.email(), reason.strip()));
        audit.record("node-drained", "node", name, "", Difference.between(before, facts(node)));
        nodes.changed(node);
    }

    /**
     * Leaves a node alone that is not drained.
     *
     * @param seen is told the version that is changed, and throws when it is not the one that the caller has seen
     */
    @Transactional
    public void undrain(Caller caller, String name, LongConsumer seen) {
        Node node = nodes.lockFor(caller, name, "undrain it", seen);
        node.drain().ifPresent(drain -> {
            Map<String, ?> before = facts(node);
            node.undrained();
            audit.record("node-undrained", "node", name, "", Difference.between(before, facts(node)));
            nodes.changed(node);
        });
    }

    private static Map<String, ?> facts(Node node) {
        return node.drain()
                .<Map<String, ?>>map(drain -> Map.of(
                        "drained", true, "since", drain.since().toString(), "by", drain.by(), "reason", drain.reason()))
                .orElse(Map.of("drained", false));
    }
}

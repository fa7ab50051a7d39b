package org.lamella.slivers;

import java.util.HashMap;
import java.util.Map;
import org.lamella.reservations.Ledger;
import org.lamella.shares.StoredTerms;
import org.lamella.shares.Term;
import org.lamella.shares.Terms;
import org.lamella.slivers.NodePlan.PlannedCpu;
import org.lamella.slivers.NodePlan.PlannedIo;
import org.lamella.slivers.NodePlan.PlannedLimits;
import org.lamella.slivers.NodePlan.PlannedPromise;
import org.lamella.slivers.NodePlan.PlannedTraffic;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Puts together what slivers have reserved, how they share the rest, and what bounds them. */
@Component
class PlannedPromises {
    /** Nothing reserved, and as much of the rest as any other. */
    static final PlannedPromise NOTHING = promise(Ledger.Promise.NONE, Terms.USUAL);

    private final Ledger ledger;
    private final StoredTerms terms;

    PlannedPromises(Ledger ledger, StoredTerms terms) {
        this.ledger = ledger;
        this.terms = terms;
    }

    /** By the slices of all slivers on the node. */
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    Map<Long, PlannedPromise> on(long nodeId) {
        Map<Long, Ledger.Promise> reserved = ledger.promisesOn(nodeId);
        Map<Long, PlannedPromise> promises = new HashMap<>();
        terms.onNode(nodeId)
                .forEach((slice, said) ->
                        promises.put(slice, promise(reserved.getOrDefault(slice, Ledger.Promise.NONE), said)));
        return promises;
    }

    private static PlannedPromise promise(Ledger.Promise reserved, Terms said) {
        return new PlannedPromise(
                new PlannedCpu(
                        reserved.cpuPercent().doubleValue(),
                        reserved.capped() ? 0 : said.of(Term.CPU_SHARE).doubleValue(),
                        reserved.cpuCores()),
                new PlannedTraffic(
                        reserved.networkBits(),
                        said.of(Term.NETWORK_CEILING_BITS).longValue(),
                        said.of(Term.NETWORK_SHARE).doubleValue(),
                        said.of(Term.NETWORK_DAILY_BYTES).longValue()),
                reserved.memoryBytes(),
                new PlannedIo(
                        said.of(Term.IO_SHARE).doubleValue(),
                        said.of(Term.IO_READ_BYTES).longValue(),
                        said.of(Term.IO_WRITE_BYTES).longValue()),
                new PlannedLimits(
                        said.of(Term.PROCESSES).longValue(),
                        said.of(Term.MEMORY_LIMIT_BYTES).longValue(),
                        said.of(Term.OPEN_FILES).longValue(),
                        said.of(Term.LOCKED_MEMORY_BYTES).longValue(),
                        said.of(Term.SHARED_MEMORY_BYTES).longValue()));
    }
}

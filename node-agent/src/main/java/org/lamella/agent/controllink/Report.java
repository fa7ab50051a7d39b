package org.lamella.agent.controllink;

import java.util.List;
import org.lamella.agent.reconcile.SliverStatus;

/**
 * What one report tells.
 *
 * @param whole true: {@code slivers} are all there are; false: those that changed since the last report
 * @param gone with {@code whole} false, the slivers that are no longer there
 */
record Report(long generationApplied, boolean whole, List<SliverStatus> slivers, List<String> gone) {
    Report {
        slivers = List.copyOf(slivers);
        gone = List.copyOf(gone);
    }
}

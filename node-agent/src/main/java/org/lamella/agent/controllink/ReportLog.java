package org.lamella.agent.controllink;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.agent.reconcile.StatusBoard.Status;

/** What the other side of one stream has been told; works out what is news to it. Not safe for several threads. */
final class ReportLog {
    private Status told = new Status(0, Map.of());

    Report whole(Status now) {
        told = now;
        return new Report(now.generationApplied(), true, sorted(now.slivers()), List.of());
    }

    /** @return empty when nothing changed since the last report */
    Optional<Report> changes(Status now) {
        if (now.equals(told)) {
            return Optional.empty();
        }
        List<SliverStatus> changed = sorted(now.slivers()).stream()
                .filter(sliver -> !sliver.equals(told.slivers().get(sliver.slice())))
                .toList();
        List<String> gone = told.slivers().keySet().stream()
                .filter(slice -> !now.slivers().containsKey(slice))
                .sorted()
                .toList();
        told = now;
        return Optional.of(new Report(now.generationApplied(), false, changed, gone));
    }

    private static List<SliverStatus> sorted(Map<String, SliverStatus> slivers) {
        return slivers.values().stream()
                .sorted(Comparator.comparing(SliverStatus::slice))
                .toList();
    }
}

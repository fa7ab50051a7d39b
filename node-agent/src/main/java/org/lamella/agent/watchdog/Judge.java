package org.lamella.agent.watchdog;

import java.util.Comparator;
import java.util.List;

/**
 * Which slivers are to be reset: a pure function of what there is.
 *
 * <p>A sliver within its guarantee never is. Of the others it is the one that is furthest beyond its own, which without
 * guarantees is the largest; when hardly anything is left, it is all of them. Nothing but slivers is ever looked at: what belongs
 * to the host itself is in no sliver's control group, so there is no slice that would have to be spared for the system's sake.
 */
final class Judge {
    /** A sliver that does next to nothing has so much: to reset it would free nothing, and it would be had again at once. */
    static final long WORTHWHILE = 16L << 20;

    private static final Comparator<MemoryUse> FURTHEST_FIRST = Comparator.comparingLong(MemoryUse::beyondBytes)
            .thenComparingLong(MemoryUse::usedBytes)
            .reversed()
            .thenComparing(MemoryUse::slice);

    private Judge() {}

    /** @return whom to reset, in that order; nobody where nothing is short or nobody is beyond its guarantee */
    static List<MemoryUse> victims(Shortage shortage, List<MemoryUse> slivers) {
        List<MemoryUse> beyond = slivers.stream()
                .filter(sliver -> sliver.beyondBytes() >= WORTHWHILE)
                .sorted(FURTHEST_FIRST)
                .toList();
        return switch (shortage) {
            case NONE, NEAR -> List.of();
            case SHORT -> beyond.stream().limit(1).toList();
            case EXTREME -> beyond;
        };
    }
}

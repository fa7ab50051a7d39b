package org.lamella.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Waits until the slivers of a slice are as they should be, and shows how far they are. */
final class SliverWait {
    /** The server answers at once when all are settled; this bounds how old the shown progress can be. */
    private static final Duration ROUND = Duration.ofSeconds(2);

    private static final int NAMED_STRAGGLERS = 3;

    private final Api api;
    private final Progress progress;
    private final Clock clock;

    SliverWait(Api api, Progress progress, Clock clock) {
        this.api = api;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Returns once every sliver runs.
     *
     * @throws Failure with {@link ExitCode#UNSETTLED} when slivers settled in another state, or the limit is over; it names
     *     them all with their reasons
     */
    List<Sliver> untilRunning(String slice, Duration limit) {
        var end = clock.instant().plus(limit);
        while (true) {
            var left = Duration.between(clock.instant(), end);
            var slivers = ask(slice, left.compareTo(ROUND) < 0 ? left : ROUND);
            progress.show(slice + ": " + counts(slivers));
            if (slivers.stream().allMatch(Sliver::running)) {
                return slivers;
            }
            if (slivers.stream().allMatch(Sliver::settled)) {
                throw unsettled(slice, slivers, "");
            }
            if (!clock.instant().isBefore(end)) {
                throw unsettled(slice, slivers, " after " + Ages.length(limit));
            }
        }
    }

    private List<Sliver> ask(String slice, Duration wait) {
        var list = api.awaitSettled(Api.path("slices", slice, "slivers"), wait)
                .orElseThrow(() -> Failure.unsettled(slice + " was deleted while its slivers were waited for"));
        return Json.items(list, "items").stream().map(Sliver::of).toList();
    }

    private static Failure unsettled(String slice, List<Sliver> slivers, String when) {
        var rest = slivers.stream().filter(Predicate.not(Sliver::running)).toList();
        return Failure.unsettled(slice + ": " + rest.size() + " of " + slivers.size() + " slivers not running" + when
                + rest.stream().map(sliver -> "\n  " + sliver.line()).collect(joining()));
    }

    /** Such as {@code 97 running, 3 starting (node4 STARTING: building image debian-12: 41 %, …)}. */
    private static String counts(List<Sliver> slivers) {
        var counts = slivers.stream().collect(groupingBy(Sliver::state, TreeMap::new, counting())).entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().toLowerCase(Locale.ROOT))
                .collect(joining(", "));
        var stragglers = slivers.stream().filter(Predicate.not(Sliver::running)).toList();
        if (stragglers.isEmpty()) {
            return counts;
        }
        var named =
                stragglers.stream().limit(NAMED_STRAGGLERS).map(Sliver::line).collect(joining(", "));
        return counts + " (" + named + (stragglers.size() > NAMED_STRAGGLERS ? ", …)" : ")");
    }
}

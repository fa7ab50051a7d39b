package org.lamella.slivers;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.lamella.slices.Bound;
import org.lamella.slices.BoundsPolicy;
import org.lamella.slices.Slice;
import org.lamella.slices.SliceBounds;
import org.lamella.usage.MemoryHeld;
import org.lamella.web.FieldError;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A limit of memory is not lowered below what slivers hold unless that is forced: it would end processes of theirs. */
@Component
class MemoryInUse implements BoundsPolicy {
    private static final int NAMED = 5;

    private final MemoryHeld memory;
    private final JdbcClient jdbc;
    private final Clock clock;

    MemoryInUse(MemoryHeld memory, JdbcClient jdbc, Clock clock) {
        this.memory = memory;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public List<FieldError> objections(Slice slice, SliceBounds before, SliceBounds after, boolean forced) {
        OptionalLong limit = after.of(Bound.MEMORY_BYTES);
        OptionalLong was = before.of(Bound.MEMORY_BYTES);
        if (forced || limit.isEmpty() || (was.isPresent() && was.getAsLong() <= limit.getAsLong())) {
            return List.of();
        }
        MemoryHeld.Beyond beyond = memory.beyond(limit.getAsLong(), slice.id(), running(slice), NAMED);
        return beyond.count() == 0 ? List.of() : List.of(objection(slice, limit.getAsLong(), beyond));
    }

    /** What is stopped holds none, whatever it held. */
    private List<Long> running(Slice slice) {
        return jdbc.sql("select node_id from slivers where slice_id = ? and goal = 'RUNNING' and state <> 'STOPPED'")
                .param(slice.id())
                .query(Long.class)
                .list();
    }

    private FieldError objection(Slice slice, long limit, MemoryHeld.Beyond beyond) {
        String holders = beyond.largest().stream()
                .map(held -> slice.name() + " on " + held.node() + " holds " + words(held.bytes(), limit) + ", told "
                        + age(held) + " ago")
                .collect(Collectors.joining("; "));
        int more = beyond.count() - beyond.largest().size();
        return FieldError.inUse(
                Bound.MEMORY_BYTES.field(),
                holders
                        + (more > 0
                                ? "; and " + more + (more == 1 ? " more holds" : " more hold") + " more than that"
                                : "")
                        + "; the limit would be "
                        + words(limit, beyond.largest().getLast().bytes())
                        + "; with force it is set nevertheless: the kernel takes back what it can, then it ends processes of"
                        + " the sliver (cgroup v2), or refuses the limit and the sliver is degraded (v1)");
    }

    /** Two numbers that people compare never look the same. */
    private static String words(long bytes, long beside) {
        String words = ResetWords.bytes(bytes);
        return words.equals(ResetWords.bytes(beside)) ? bytes + " bytes" : words;
    }

    private String age(MemoryHeld.Held held) {
        long seconds = Math.max(0, Duration.between(held.at(), clock.instant()).toSeconds());
        return seconds < 120 ? seconds + " s" : seconds / 60 + " minutes";
    }
}

package org.lamella.slivers;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.lamella.shares.SharesChanged;
import org.lamella.shares.Term;
import org.lamella.shares.TermsPolicy;
import org.lamella.usage.MemoryHeld;
import org.lamella.web.FieldError;
import org.lamella.web.FirstFew;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A limit of memory is not lowered below what slivers hold unless that is forced: it would end processes of theirs. */
@Component
class MemoryInUse implements TermsPolicy {
    private final MemoryHeld memory;
    private final JdbcClient jdbc;
    private final Clock clock;

    MemoryInUse(MemoryHeld memory, JdbcClient jdbc, Clock clock) {
        this.memory = memory;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public List<FieldError> objections(SharesChanged changed, boolean forced) {
        if (forced) {
            return List.of();
        }
        Map<Long, List<SharesChanged.OfSliver>> byLimit = changed.slivers().stream()
                .filter(MemoryInUse::isLowered)
                .collect(Collectors.groupingBy(sliver -> limit(sliver).longValueExact()));
        return byLimit.entrySet().stream()
                .flatMap(one -> objections(one.getKey(), one.getValue()).stream())
                .toList();
    }

    private static boolean isLowered(SharesChanged.OfSliver sliver) {
        return Term.MEMORY_LIMIT_BYTES.isRaised(limit(sliver), sliver.before().of(Term.MEMORY_LIMIT_BYTES));
    }

    private static BigDecimal limit(SharesChanged.OfSliver sliver) {
        return sliver.after().of(Term.MEMORY_LIMIT_BYTES);
    }

    private List<FieldError> objections(long limit, List<SharesChanged.OfSliver> slivers) {
        MemoryHeld.Beyond beyond = memory.beyond(limit, running(slivers), FirstFew.NAMED);
        return beyond.count() == 0 ? List.of() : List.of(objection(limit, beyond));
    }

    /** What is stopped holds none, whatever it held. */
    private List<MemoryHeld.Life> running(List<SharesChanged.OfSliver> slivers) {
        return jdbc.sql("""
                        select v.slice_id, v.node_id from slivers v
                        join unnest(?::bigint[], ?::bigint[]) as p(slice_id, node_id)
                          on p.slice_id = v.slice_id and p.node_id = v.node_id
                        where v.goal = 'RUNNING' and v.state <> 'STOPPED'""")
                .params(SharesChanged.slicesOf(slivers), SharesChanged.nodesOf(slivers))
                .query(MemoryHeld.Life.class)
                .list();
    }

    private FieldError objection(long limit, MemoryHeld.Beyond beyond) {
        List<String> holders = beyond.largest().stream()
                .map(held -> held.slice() + " on " + held.node() + " holds " + words(held.bytes(), limit) + ", told "
                        + age(held) + " ago")
                .toList();
        return FieldError.inUse(
                Term.MEMORY_LIMIT_BYTES.field(),
                FirstFew.of(holders, beyond.count(), "; ") + "; the limit would be "
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

package org.lamella.agent.cpu;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.plan.SliverCpu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look after another at all slivers of the node: reads what they got, and sets their weights. One thread looks; any may ask
 * what was {@link #delivered}.
 */
final class CpuControl {
    private static final Logger log = LoggerFactory.getLogger(CpuControl.class);

    /** A weight that would change by less is left: most looks then write nothing. */
    private static final double WORTH_WRITING = 0.003;

    /** One that sleeps is read in every fifth look: most slivers do, and it has the weight that it needs when it wakes. */
    private static final int SLEEPERS_TURNS = 5;

    private final CpuGroups groups;
    private final CpuTrim trim;
    private int looks;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    CpuControl(CpuGroups groups) {
        this.groups = groups;
        this.trim = new CpuTrim();
    }

    /** What is remembered of a sliver from look to look. */
    private static final class Watched {
        private final Demand demand = new Demand();
        private final Delivery delivery = new Delivery();
        private CpuReading last;
        private Duration unread = Duration.ZERO;
        private boolean sleeps;
        private SliverCpu promise;
        private double weight = -1;
        private OptionalDouble cap = OptionalDouble.of(-1);

        Watched(CpuReading first, SliverCpu promise) {
            this.last = first;
            this.promise = promise;
        }
    }

    /**
     * @param promised to each sliver that has a context; one that has just gone is left out of this look
     * @param since the last look
     */
    void look(Map<String, SliverCpu> promised, Duration since) {
        watched.keySet().retainAll(promised.keySet());
        looks++;
        List<CpuTrim.Seen> seen = new ArrayList<>(promised.size());
        int open = open(promised);
        promised.forEach((sliver, promise) -> {
            try {
                CpuTrim.Seen one = see(sliver, promise, since, open);
                if (promise.cores() == 0) {
                    seen.add(one);
                }
            } catch (IOException e) {
                log.debug("{} is not seen: {}", sliver, e.getMessage());
                watched.remove(sliver);
            }
        });
        trim.weights(seen, open, since).forEach(this::weigh);
        // Against the host's processes, which may run on its cores, it weighs as much a core as all the others do.
        promised.forEach((sliver, promise) -> {
            if (promise.cores() > 0 && watched.containsKey(sliver)) {
                weigh(sliver, promise.cores() / (double) open);
            }
        });
    }

    /** How many CPUs there are for those that have none of their own. */
    private int open(Map<String, SliverCpu> promised) {
        int pinned = promised.values().stream().mapToInt(SliverCpu::cores).sum();
        return Math.max(1, groups.cpus() - pinned);
    }

    /** Empty for a sliver that is not watched, and where the kernel does not count how long anybody waits. */
    Optional<CpuDelivered> delivered(String sliver) {
        return groups.countsWaiting()
                ? Optional.ofNullable(watched.get(sliver)).map(one -> one.delivery.sum())
                : Optional.empty();
    }

    private CpuTrim.Seen see(String sliver, SliverCpu promise, Duration look, int open) throws IOException {
        boolean pinned = promise.cores() > 0;
        double reserved = pinned ? promise.cores() : promise.reservedPercent() / 100 * groups.cpus();
        Watched before = watched.get(sliver);
        boolean turn = Math.floorMod(sliver.hashCode() + looks, SLEEPERS_TURNS) == 0;
        if (before != null && before.sleeps && promise.equals(before.promise) && !turn) {
            before.unread = before.unread.plus(look);
            before.delivery.after(Duration.ZERO, Duration.ZERO, look, reserved);
            return new CpuTrim.Seen(new CpuClaim(sliver, reserved, promise.share(), 0), 0);
        }
        CpuReading now = groups.read(sliver, before == null ? CpuReading.NONE : before.last);
        Watched one = watched.computeIfAbsent(sliver, name -> new Watched(now, promise));
        Duration used = now.used().minus(one.last.used());
        Duration waited = now.waited().minus(one.last.waited());
        if (used.isNegative() || waited.isNegative()) {
            throw new IOException("its context was built anew between two looks");
        }
        Duration since = look.plus(one.unread);
        one.last = now;
        one.promise = promise;
        one.unread = Duration.ZERO;
        cap(sliver, one, pinned || promise.share() > 0 ? OptionalDouble.empty() : OptionalDouble.of(reserved));
        one.delivery.after(used, waited, look, reserved);
        double wants = one.demand.after(used, waited, since, pinned ? promise.cores() : open);
        one.sleeps = wants == 0;
        double got = used.toNanos() / (double) since.toNanos();
        return new CpuTrim.Seen(new CpuClaim(sliver, reserved, promise.share(), wants), got);
    }

    private void cap(String sliver, Watched one, OptionalDouble most) throws IOException {
        if (!one.cap.equals(most)) {
            groups.cap(sliver, most);
            one.cap = most;
        }
    }

    private void weigh(String sliver, double weight) {
        Watched one = watched.get(sliver);
        if (Math.abs(weight - one.weight) <= WORTH_WRITING * one.weight) {
            return;
        }
        try {
            groups.weigh(sliver, weight);
            one.weight = weight;
        } catch (IOException e) {
            log.debug("{} is not weighed: {}", sliver, e.getMessage());
            watched.remove(sliver);
        }
    }
}

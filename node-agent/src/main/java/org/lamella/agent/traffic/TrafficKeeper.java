package org.lamella.agent.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Posix;
import org.lamella.agent.network.Attached;
import org.lamella.agent.network.NetworkConfig;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverTraffic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the slivers' traffic by the node's uplink.
 *
 * <ol>
 *   <li>As long as nothing is asked for but what is usual, packets are counted and nothing is put in their way. From the first time
 *       that more is, there are classes, until teardown: to take them away would lose what waits in them.
 *   <li>What is there is found, not remembered, and only changed. So a new life of the agent takes over what an old one has left, killed
 *       at any point, and nothing that passes notices.
 *   <li>Where there are classes, a sliver has its own before it has a link: {@link #admit}.
 *   <li>What the kernel refuses concerns the slivers that asked for it, and holds up nothing else.
 * </ol>
 */
public final class TrafficKeeper {
    private static final Logger log = LoggerFactory.getLogger(TrafficKeeper.class);
    /** Of whether reservations are kept. Each costs two processes, so it is only looked where something is reserved. */
    private static final Duration BETWEEN_JUDGEMENTS = Duration.ofSeconds(2);

    private static final String UNBOUNDED = "this node has no uplink, so its traffic is not bounded";

    private final Posix posix;
    private final Clock clock;
    private final DayBook book;
    private final Optional<Uplink> uplink;
    private final TrafficJudge judge = new TrafficJudge();

    /** By which slivers are started: a look that was begun by an older one is not to take back what they were given. */
    private volatile NodePlan plan = NodePlan.NONE;

    private boolean looked;
    private TrafficWish last = new TrafficWish(NodeTraffic.UNBOUNDED, Map.of(), Map.of());
    private long lastLook = System.nanoTime() - DailyBytes.LOOK.toNanos();
    private long lastJudgement = lastLook;
    /** Why nothing could be done when it was last tried; empty: it could. */
    private String failure = "";

    private volatile Map<String, String> troubles = Map.of();
    private volatile Map<String, String> notes = Map.of();

    /** @param file where it is kept what slivers have sent today */
    public TrafficKeeper(Posix posix, Commands commands, NetworkConfig config, Path file, Clock clock)
            throws IOException {
        this.posix = posix;
        this.clock = clock;
        this.book = new DayBook(file);
        this.uplink = config.uplink().isEmpty()
                ? Optional.empty()
                : Optional.of(new Uplink(posix, commands, config.uplink().get(), config.subnet()));
        if (uplink.isEmpty()) {
            log.info("there is no uplink, so no traffic is shared out, bounded or counted");
        }
    }

    /** From now on slivers are started by this plan. Nothing is done before one is, or it is looked. */
    public void follow(NodePlan newer) {
        plan = newer;
    }

    /**
     * Sees to it that a sliver has classes before it has a link. Costs next to nothing where nothing is asked for but what is usual, and
     * where another that came at the same time was seen to together with it. What is refused is told as after every other look, and holds
     * up no start; what was made for a sliver that then has no link is taken away at the next look.
     *
     * @param links of the slivers that run or are about to, this one among them; asked when it is its turn
     * @return lines of shell script that the node's end of the link needs, as soon as it is there
     */
    public synchronized String admit(Attached sliver, Supplier<List<Attached>> links) {
        if (uplink.isEmpty() || plan.generation() == NodePlan.NONE.generation()) {
            return "";
        }
        TrafficWish wish = TrafficWish.of(plan, links.get(), posix::interfaceIndex);
        boolean known = looked && wish.equals(last);
        boolean usual = looked && !uplink.get().hasClasses() && wish.concerned().isEmpty();
        if (!known && !usual) {
            look(uplink.get(), wish, System.nanoTime());
        }
        return uplink.get().leadingScript(sliver);
    }

    /**
     * Brings about what is wanted. Costs next to nothing where that is as it was, but every ten seconds, when it is looked what has been
     * sent.
     *
     * @param links of the slivers that run or are about to; asked when it is its turn, or what was admitted meanwhile would be taken away
     */
    public synchronized void tend(NodePlan asked, Supplier<List<Attached>> links) {
        NodePlan newest = asked.generation() >= plan.generation() ? asked : plan;
        if (newest.generation() == NodePlan.NONE.generation()) {
            // It is not known what is wanted, which is not the same as knowing that nothing is.
            return;
        }
        TrafficWish wish = TrafficWish.of(newest, links.get(), posix::interfaceIndex);
        if (uplink.isEmpty()) {
            // Who asks for something itself awaits it.
            notes = about(
                    wish.concerned().stream()
                            .filter(slice -> awaited(wish.promises().get(slice)).equals(Awaited.NOTHING))
                            .collect(Collectors.toSet()),
                    UNBOUNDED);
            return;
        }
        long now = System.nanoTime();
        if (wish.equals(last) && now - lastLook < DailyBytes.LOOK.toNanos()) {
            judge(uplink.get(), now);
            return;
        }
        look(uplink.get(), wish, now);
    }

    private void look(Uplink at, TrafficWish wish, long now) {
        looked = true;
        last = wish;
        lastLook = now;
        Map<String, String> found = bring(at, wish);
        found.forEach((slice, words) -> {
            if (!words.equals(troubles.get(slice))) {
                log.warn("the traffic of {} is not as it is promised: {}", slice, words);
            }
        });
        troubles = found;
    }

    /** @return troubles by slice */
    private Map<String, String> bring(Uplink to, TrafficWish wish) {
        try {
            Reading found = read(to);
            book.number(wish.promises().keySet(), found.numbers());
            book.write(clock.instant());
            notes = about(
                    wish.promises().keySet().stream().filter(usedUp(wish)).collect(Collectors.toSet()),
                    "it has sent what it may in a day; it gets " + TrafficTree.LEAST / 1_000
                            + " kbit/s until 00:00 UTC");
            Map<String, String> refused = to.bring(wish, book::number, tree(wish, true), tree(wish, false), found);
            failure = "";
            return refused;
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).equals(failure)) {
                log.warn("traffic is neither counted nor shared out: {}", e.getMessage());
            }
            failure = String.valueOf(e.getMessage());
            return about(wish.concerned(), e.getMessage());
        }
    }

    /** Of what is in force, and not when that has just changed: no time has passed then. */
    private void judge(Uplink at, long now) {
        if (now - lastJudgement < BETWEEN_JUDGEMENTS.toNanos() || !last.hasReservations()) {
            return;
        }
        lastJudgement = now;
        try {
            judge.look(now, at.readClasses(), claims(last, true));
        } catch (IOException e) {
            log.debug("it is not seen whether what is reserved is had: {}", e.getMessage());
        }
    }

    private static Map<String, String> about(Set<String> slices, String words) {
        return slices.stream().collect(Collectors.toUnmodifiableMap(slice -> slice, slice -> words));
    }

    private Predicate<String> usedUp(TrafficWish wish) {
        return slice -> {
            long most = wish.promises().get(slice).dailyBytes();
            return most > 0 && book.used(slice) >= most;
        };
    }

    private List<TrafficClass> tree(TrafficWish wish, boolean sending) {
        return TrafficTree.of(wish.node(), claims(wish, sending).values());
    }

    private Map<String, Claim> claims(TrafficWish wish, boolean sending) {
        Map<String, Claim> claims = new TreeMap<>();
        Instant now = clock.instant();
        wish.promises().forEach((slice, promise) -> {
            boolean narrow = sending && promise.dailyBytes() > 0;
            claims.put(
                    slice,
                    new Claim(
                            book.number(slice),
                            promise,
                            narrow
                                    ? OptionalLong.of(DailyBytes.ceiling(promise.dailyBytes(), book.used(slice), now))
                                    : OptionalLong.empty()));
        });
        return claims;
    }

    private Reading read(Uplink at) throws IOException {
        Reading found = at.read();
        book.read(found.sentByRules(), found.sentByClasses(), clock.instant());
        return found;
    }

    /** What keeps a sliver from what it is promised, in the kernel's words; empty: nothing. */
    public String trouble(String slice) {
        return troubles.getOrDefault(slice, "");
    }

    /** What of this can be had of no node like this one. */
    public Awaited awaited(SliverTraffic promise) {
        return uplink.isPresent() || promise.equals(SliverTraffic.FAIR)
                ? Awaited.NOTHING
                : new Awaited(UNBOUNDED, Optional.empty(), true);
    }

    /** What there is to say of a sliver's traffic; empty: nothing. */
    public String note(String slice) {
        return notes.getOrDefault(slice, "");
    }

    /** What a sliver was promised of the uplink and missed; empty where it has no rate of its own. */
    public Optional<TrafficDelivered> delivered(String slice) {
        return judge.delivered(slice);
    }

    /** What has passed of each sliver that runs, by slice; of a node without an uplink nothing is known. */
    public synchronized Map<String, TrafficCount> counts() throws IOException {
        Map<String, TrafficCount> counts = new TreeMap<>();
        if (uplink.isPresent()) {
            Reading found = read(uplink.get());
            for (String slice : last.promises().keySet()) {
                counts.put(slice, found.count(book.number(slice), book.used(slice)));
            }
        }
        return counts;
    }

    /** Writes down what was sent; classes and rules stay. */
    public synchronized void close() {
        if (uplink.isPresent()) {
            try {
                read(uplink.get());
                book.writeAll(clock.instant());
            } catch (IOException e) {
                log.warn("what slivers have sent is written down only as of a minute ago: {}", e.getMessage());
            }
        }
    }

    /** Takes away all that there is in the kernel; what was sent stays known. To be called when no sliver has a link any more. */
    public synchronized void tearDown() throws IOException {
        if (uplink.isPresent()) {
            close();
            uplink.get().remove();
            last = new TrafficWish(NodeTraffic.UNBOUNDED, Map.of(), Map.of());
            looked = false;
        }
    }
}

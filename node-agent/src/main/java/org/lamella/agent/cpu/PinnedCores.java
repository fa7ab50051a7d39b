package org.lamella.agent.cpu;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lamella.agent.cgroups.Cgroups;
import org.lamella.agent.plan.SliverCpu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the cores of those slivers that have some of their own, and keeps all other slivers off them, by the kernel's cpusets
 * (its {@code cpusets.rst} and {@code cgroup-v2.rst}). A change moves running processes at once; nothing else is done to them.
 *
 * <ol>
 *   <li>A sliver has cores as long as it has a context: what is stopped leaves them to the others, and what starts takes them.
 *   <li>What holds is in the kernel's files and nowhere else: what a killed agent had given stays given, and the next finds it.
 *   <li>As long as nobody wants cores, no file is written.
 *   <li>A sliver that cannot have cores has its part of all CPUs by its weight instead, and says why.
 * </ol>
 *
 * <p>Only this agent's slivers are kept off: the host's own processes, and slivers of another agent on the same host, are not.
 */
public final class PinnedCores {
    private static final Logger log = LoggerFactory.getLogger(PinnedCores.class);
    private static final String CPUSET = "cpuset";
    private static final String CPUS = "cpuset.cpus";
    private static final String MEMS = "cpuset.mems";

    private final Cgroups cgroups;
    private final boolean v2;
    private final Map<String, Integer> wishes = new HashMap<>();
    /** Those with control groups. */
    private final Set<String> present = new TreeSet<>();
    /** What a sliver has, or had when it was last there: it gets the same again if that is free. */
    private final Map<String, Cores> held = new HashMap<>();

    private final Map<String, String> troubles = new TreeMap<>();
    private Map<String, Cores> own = Map.of();
    private Cores all = Cores.NONE;
    /** Whether there may be a sliver that does not run on all cores. */
    private boolean confined;

    public PinnedCores(Cgroups cgroups) {
        this.cgroups = cgroups;
        this.v2 = cgroups.isUnified("cpuset");
    }

    /**
     * Finds what an earlier life of the agent has given.
     *
     * @param leaves all control groups of slivers
     * @param wanted how many cores each sliver wants; 0, or not there: none
     */
    public synchronized void adopt(Set<String> leaves, Map<String, Integer> wanted) {
        present.addAll(leaves);
        wishes.putAll(wanted);
        wishes.values().removeIf(count -> count == 0);
        for (String slice : leaves) {
            Optional<Cores> found = found(slice);
            confined |= found.isPresent();
            found.filter(cores -> wishes.containsKey(slice)).ifPresent(cores -> held.put(slice, cores));
        }
        settle();
    }

    /** What a sliver is confined to; nothing for one that may run on all cores. */
    private Optional<Cores> found(String slice) {
        try {
            Cores now = Cores.parse(cgroups.read(slice, CPUSET, CPUS));
            return now.isEmpty() || now.equals(available()) ? Optional.empty() : Optional.of(now);
        } catch (IOException | IllegalArgumentException e) {
            log.debug("which cores {} has is not known: {}", slice, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Brings about what all slivers want, in place of what they wanted. All at once, so that one gets at once what another gives
     * back. Asked again and again: what failed is tried again, and cores that came or went are noticed.
     */
    public synchronized void wish(Map<String, Integer> wanted) {
        Map<String, Integer> next = new HashMap<>(wanted);
        next.values().removeIf(count -> count == 0);
        boolean changed = !next.equals(wishes);
        wishes.clear();
        wishes.putAll(next);
        held.keySet().retainAll(wishes.keySet());
        if (changed || !troubles.isEmpty() || coresHaveChanged()) {
            settle();
        }
    }

    private boolean coresHaveChanged() {
        try {
            return !own.isEmpty() && !available().equals(all);
        } catch (IOException e) {
            return true;
        }
    }

    /** Likewise of one sliver. */
    public synchronized void wish(String slice, int cores) {
        if (wishes.getOrDefault(slice, 0) != cores) {
            want(slice, cores);
            settle();
        }
    }

    private void want(String slice, int cores) {
        if (cores == 0) {
            wishes.remove(slice);
        } else {
            wishes.put(slice, cores);
        }
    }

    /** A sliver's control groups were made: nothing runs in them yet. */
    public synchronized void enter(String slice, int cores) {
        present.add(slice);
        want(slice, cores);
        settle();
    }

    /** They are gone. Harmless where there were none. */
    public synchronized void leave(String slice) {
        if (present.remove(slice) && (own.containsKey(slice) || !troubles.isEmpty())) {
            settle();
        }
    }

    /** The cores that are a sliver's own, such as {@code 0-1,4}; empty: none. */
    public synchronized String of(String slice) {
        return own.getOrDefault(slice, Cores.NONE).toString();
    }

    /** Why a sliver does not have the cores that it wants, or why it still runs on others'; empty where that is not so. */
    public synchronized String trouble(String slice) {
        return troubles.getOrDefault(slice, "");
    }

    /** The same promises with the cores that slivers really have. */
    public synchronized Map<String, SliverCpu> inForce(Map<String, SliverCpu> promises) {
        Map<String, SliverCpu> real = new HashMap<>(promises);
        real.replaceAll((slice, promise) ->
                promise.pinnedTo(own.getOrDefault(slice, Cores.NONE).count()));
        return real;
    }

    private void settle() {
        troubles.clear();
        Map<String, Integer> wanted = new TreeMap<>(wishes);
        wanted.keySet().retainAll(present);
        if (wanted.isEmpty() && !confined) {
            return;
        }
        try {
            all = available();
        } catch (IOException e) {
            wanted.keySet()
                    .forEach(slice -> troubles.put(
                            slice, "it can have no cores of its own on this node: no cpusets (" + reason(e) + ")"));
            return;
        }
        CpuCores.Given given = CpuCores.give(all, wanted, held);
        troubles.putAll(given.refused());
        pin(given.own());
        keepOff();
        confined = !own.isEmpty() || !troubles.isEmpty();
    }

    private void pin(Map<String, Cores> given) {
        Map<String, Cores> pinned = new TreeMap<>();
        for (Entry<String, Cores> each : new TreeMap<>(given).entrySet()) {
            try {
                confine(each.getKey(), each.getValue());
                pinned.put(each.getKey(), each.getValue());
            } catch (IOException e) {
                troubles.put(each.getKey(), "it cannot have the cores " + each.getValue() + ": " + reason(e));
            }
        }
        own = Map.copyOf(pinned);
        held.putAll(pinned);
    }

    private void keepOff() {
        Cores taken = own.values().stream().reduce(Cores.NONE, Cores::and);
        Set<String> stillThere = new HashSet<>();
        for (String slice : present) {
            if (own.containsKey(slice)) {
                continue;
            }
            try {
                open(slice, all.without(taken));
            } catch (NoSuchFileException e) {
                log.debug("{} has just gone", slice);
            } catch (IOException e) {
                stillThere.add(slice);
                troubles.merge(slice, "it cannot be kept off the cores " + taken + ": " + reason(e), PinnedCores::both);
            }
        }
        if (!stillThere.isEmpty()) {
            own.keySet()
                    .forEach(slice -> troubles.merge(
                            slice,
                            "others may still run on its cores: " + String.join(", ", new TreeSet<>(stillThere)),
                            PinnedCores::both));
        }
    }

    private static String both(String one, String other) {
        return one + "; " + other;
    }

    /** A group that nobody has confined yet is left to the runtime, and to v2, where it has what the group above it has. */
    private void open(String slice, Cores rest) throws IOException {
        boolean whole = rest.equals(all);
        String now = cgroups.read(slice, CPUSET, CPUS);
        if (!whole) {
            confine(slice, rest);
        } else if (!now.isEmpty()) {
            release(slice, now, rest);
        }
    }

    /** Some kernels take a list of v2 away from no group that has processes (6.1 does not), but let it be all there is. */
    private void release(String slice, String now, Cores rest) throws IOException {
        if (v2) {
            try {
                write(slice, now, "");
                return;
            } catch (IOException e) {
                log.debug("{} keeps a list of cores: {}", slice, e.getMessage());
            }
        }
        write(slice, now, rest.toString());
    }

    private void confine(String slice, Cores cores) throws IOException {
        if (!v2 && cgroups.read(slice, CPUSET, MEMS).isEmpty()) {
            // Without memory to take from, a group of v1 takes no process.
            cgroups.write(slice, CPUSET, MEMS, cgroups.readParent(CPUSET, MEMS));
        }
        write(slice, cgroups.read(slice, CPUSET, CPUS), cores.toString());
    }

    private void write(String slice, String now, String next) throws IOException {
        if (!now.equals(next)) {
            // Nothing at all would not reach the kernel.
            cgroups.write(slice, CPUSET, CPUS, next + "\n");
        }
    }

    /** What the slivers' groups may have together. In v1 a new group has nothing, not even what the group above it has. */
    private Cores available() throws IOException {
        if (v2) {
            return Cores.parse(cgroups.readParent(CPUSET, "cpuset.cpus.effective"));
        }
        cgroups.inherit(CPUSET, CPUS);
        cgroups.inherit(CPUSET, MEMS);
        return Cores.parse(cgroups.readParent(CPUSET, CPUS));
    }

    private static String reason(IOException refusal) {
        return switch (refusal) {
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(refusal.getMessage());
        };
    }
}

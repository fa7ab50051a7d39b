package org.lamella.agent.cpu;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides which cores are whose. A pure function.
 *
 * <ol>
 *   <li>No core is two slivers' own, and at least one is nobody's: that is for all the others.
 *   <li>A sliver keeps the cores that it has, as long as it wants so many: whoever else comes and goes.
 *   <li>What it wants beyond that is the lowest that are free, all of it or nothing.
 * </ol>
 */
final class CpuCores {
    private CpuCores() {}

    /**
     * Who has what.
     *
     * @param own of each sliver that has any; what it has while it waits for more, too
     * @param rest for all other slivers
     * @param refused why a sliver has fewer than it wants, in words
     */
    record Given(Map<String, Cores> own, Cores rest, Map<String, String> refused) {
        Given {
            own = Map.copyOf(own);
            refused = Map.copyOf(refused);
        }
    }

    /**
     * @param all that the node has
     * @param wanted how many each sliver wants for itself, more than 0
     * @param held what slivers have until now; others than those that want some do not count
     */
    static Given give(Cores all, Map<String, Integer> wanted, Map<String, Cores> held) {
        Map<String, Integer> ordered = new TreeMap<>(wanted);
        Map<String, Cores> own = new TreeMap<>();
        Free free = new Free(all);
        // All that is kept before anything is given: or a newcomer might take what another has.
        ordered.forEach((sliver, count) -> {
            Cores kept = free.take(held.getOrDefault(sliver, Cores.NONE), count);
            if (!kept.isEmpty()) {
                own.put(sliver, kept);
            }
        });
        ordered.forEach((sliver, count) -> {
            int lacking = count - own.getOrDefault(sliver, Cores.NONE).count();
            if (lacking > 0 && lacking <= free.count()) {
                own.merge(sliver, free.take(all, lacking), Cores::and);
            }
        });
        Map<String, String> refused = new TreeMap<>();
        ordered.forEach((sliver, count) -> {
            if (own.getOrDefault(sliver, Cores.NONE).count() < count) {
                refused.put(sliver, words(all, sliver, count, own));
            }
        });
        return new Given(own, free.cores, refused);
    }

    /** Those that are nobody's yet, the last of which is given to nobody. */
    private static final class Free {
        private Cores cores;

        Free(Cores all) {
            this.cores = all;
        }

        int count() {
            return Math.max(0, cores.count() - 1);
        }

        /** @return the lowest that are free of these, at most so many */
        Cores take(Cores these, int most) {
            Cores taken = these.alsoIn(cores).lowest(Math.min(most, count()));
            cores = cores.without(taken);
            return taken;
        }
    }

    private static String words(Cores all, String sliver, int wanted, Map<String, Cores> own) {
        String holders = own.entrySet().stream()
                .map(entry -> ", " + (entry.getKey().equals(sliver) ? "it has " : entry.getKey() + " has ")
                        + entry.getValue().count())
                .collect(Collectors.joining());
        return "it wants " + wanted + (wanted == 1 ? " core" : " cores") + " of its own: of the " + all.count()
                + " that this node has, 1 stays for all others" + holders;
    }
}

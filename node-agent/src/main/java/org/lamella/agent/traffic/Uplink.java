package org.lamella.agent.traffic;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.NfTables;
import org.lamella.agent.host.Posix;
import org.lamella.agent.network.Attached;
import org.lamella.agent.network.Subnet;

/**
 * What the kernel has of us for a node's uplink. Classes are made before packets are led into them, and taken away when that has
 * ended. Not thread-safe.
 */
final class Uplink {
    private final String name;
    private final Posix posix;
    private final ShapedDevice out;
    private final ShapedDevice in;
    private final InboundDevice inbound;
    private final TrafficRules rules;

    Uplink(Posix posix, Commands commands, String name, Subnet subnet) throws IOException {
        this.name = name;
        this.posix = posix;
        this.out = new ShapedDevice(commands, name);
        this.in = new ShapedDevice(commands, InboundDevice.NAME);
        this.inbound = new InboundDevice(posix, commands, subnet);
        this.rules = new TrafficRules(NfTables.open(), name, subnet);
    }

    /** @throws IOException also when there is no such interface */
    Reading read() throws IOException {
        if (!inbound.exists()) {
            in.forget();
        }
        return classes(rules.read());
    }

    /**
     * Like {@link #read}, without the rules: it costs less.
     *
     * @throws IOException also when there is no such interface
     */
    Reading readClasses() throws IOException {
        return classes(Map.of());
    }

    private Reading classes(Map<Integer, Map<Way, Passed>> ruled) throws IOException {
        return new Reading(ruled, out.read(), inbound.exists() ? in.read() : Map.of());
    }

    /** Whether this life of the agent has made classes, or found some. */
    boolean hasClasses() {
        return out.has(TrafficTree.SLIVERS) || in.has(TrafficTree.SLIVERS);
    }

    /** Lines of shell script that lead what comes by a link through the classes for it; none where there are none. */
    String leadingScript(Attached link) {
        return in.has(TrafficTree.SLIVERS) ? inbound.leadingScript(link) : "";
    }

    /**
     * Brings about what is wanted.
     *
     * @param number of each sliver
     * @param sending the classes that there must be, at the uplink
     * @param receiving the same for what comes
     * @param found what {@link #read} has just found
     * @return by slice, what was refused, in the kernel's words
     * @throws IOException when packets cannot be told apart; classes are as they were then
     */
    Map<String, String> bring(
            TrafficWish wish,
            ToIntFunction<String> number,
            List<TrafficClass> sending,
            List<TrafficClass> receiving,
            Reading found)
            throws IOException {
        ShapingRefusals refusals = new ShapingRefusals(wish, number);
        boolean shaped = found.isShaped() || !wish.concerned().isEmpty();
        boolean outwards = shaped && make(out, sending, refusals);
        boolean inwards = shaped && makeInbound(refusals) && make(in, receiving, refusals);
        Map<String, Integer> numbers = new HashMap<>();
        wish.links().keySet().forEach(link -> numbers.put(link.address(), number.applyAsInt(link.slice())));
        Set<Integer> classes = sending.stream()
                .map(TrafficClass::number)
                .filter(each -> (!outwards || out.has(each)) && (!inwards || in.has(each)))
                .collect(Collectors.toSet());
        rules.bring(
                new TrafficRules.Wish(numbers, classes, wish.node().exempt(), outwards, inwards),
                found.rules().keySet());
        if (outwards) {
            out.drop(unwanted(found.out().keySet(), sending));
        }
        if (inwards) {
            in.drop(unwanted(found.in().keySet(), receiving));
            inbound.lead(wish.links().keySet()).forEach(refusals::of);
        }
        return refusals.words();
    }

    /** @return whether there is a queue */
    private static boolean make(ShapedDevice device, List<TrafficClass> classes, ShapingRefusals refusals) {
        try {
            device.queue();
            device.bring(classes).forEach(refusals::ofClass);
            return true;
        } catch (IOException e) {
            refusals.ofAll(e.getMessage());
            return false;
        }
    }

    private boolean makeInbound(ShapingRefusals refusals) {
        try {
            inbound.make();
            return true;
        } catch (IOException e) {
            refusals.ofAll(e.getMessage());
            return false;
        }
    }

    private static Set<Integer> unwanted(Set<Integer> found, List<TrafficClass> wanted) {
        Set<Integer> unwanted = new HashSet<>(found);
        wanted.forEach(each -> unwanted.remove(each.number()));
        return unwanted;
    }

    /** Takes all of it away. Harmless where there is nothing. */
    void remove() throws IOException {
        if (posix.hasInterface(name)) {
            out.remove();
        }
        inbound.remove();
        rules.remove();
    }
}

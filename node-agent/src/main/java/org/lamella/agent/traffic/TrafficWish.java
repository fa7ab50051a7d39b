package org.lamella.agent.traffic;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.lamella.agent.network.Attached;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.plan.SliverTraffic;

/**
 * What is wanted of a node's traffic, of the slivers that have a link.
 *
 * @param links the interfaces' numbers, by sliver: one that is made anew must be dealt with anew
 */
record TrafficWish(NodeTraffic node, Map<String, SliverTraffic> promises, Map<Attached, Integer> links) {
    TrafficWish {
        promises = Map.copyOf(promises);
        links = Map.copyOf(links);
    }

    /** @param index of the interface of a link; 0: it is not there yet */
    static TrafficWish of(NodePlan plan, List<Attached> attached, ToIntFunction<String> index) {
        Map<String, SliverTraffic> planned = plan.slivers().stream()
                .collect(Collectors.toMap(
                        SliverPlan::slice, sliver -> sliver.promise().traffic(), (first, second) -> second));
        Map<String, SliverTraffic> promises = new TreeMap<>();
        attached.forEach(link -> promises.put(link.slice(), planned.getOrDefault(link.slice(), SliverTraffic.FAIR)));
        NodeTraffic node = new NodeTraffic(
                plan.traffic().capBits(), ExemptNetworks.sound(plan.traffic().exempt()));
        return new TrafficWish(
                node,
                promises,
                attached.stream()
                        .collect(Collectors.toMap(
                                link -> link, link -> index.applyAsInt(link.link()), (one, same) -> one)));
    }

    boolean hasReservations() {
        return promises.values().stream().anyMatch(promise -> promise.reservedBits() > 0);
    }

    /** Those of which something is asked that only classes can give. */
    Set<String> concerned() {
        return promises.keySet().stream()
                .filter(slice -> node.capBits() > 0 || !promises.get(slice).equals(SliverTraffic.FAIR))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package org.lamella.slivers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lamella.slices.Goal;
import org.lamella.slices.Placement;
import org.lamella.slivers.Candidates.Viewer;
import org.lamella.slivers.PlacementPlan.Place;
import org.lamella.web.InvalidInput;
import org.lamella.web.StateConflict;
import org.springframework.stereotype.Component;

/** Finds the nodes for a placement, and what would go instead of one that does not. Changes nothing. */
@Component
class PlacementPlanner {
    private static final int MOST_CONFLICTS = 200;

    private final Candidates candidates;

    PlacementPlanner(Candidates candidates) {
        this.candidates = candidates;
    }

    PlacementPlan plan(Viewer slice, Placement placement) {
        return placement.count().isPresent() ? chosen(slice, placement) : named(slice, placement);
    }

    /** The same with the nodes locked until commit: what it says stays true. */
    PlacementPlan lockedPlan(Viewer slice, Placement placement) {
        PlacementPlan plan = plan(slice, placement);
        List<Long> ids = plan.placed().stream().map(Candidate::id).toList();
        candidates.lock(ids);
        return plan.confirmedBy(candidates.withIds(slice, ids));
    }

    private PlacementPlan named(Viewer slice, Placement placement) {
        Map<String, Candidate> byName = candidates.named(slice, placement.nodes()).stream()
                .collect(Collectors.toMap(Candidate::node, Function.identity()));
        Map<Boolean, List<Place>> places = placement.nodes().stream()
                .map(name -> byName.containsKey(name)
                        ? Place.of(byName.get(name), byName.get(name).obstacleWhenNamed())
                        : Place.unknown(name))
                .collect(Collectors.partitioningBy(place -> place.obstacle().isEmpty()));
        return new PlacementPlan(placement, joined(places.get(true), places.get(false)));
    }

    private PlacementPlan chosen(Viewer slice, Placement placement) {
        List<Candidate> matching = candidates.matching(slice, placement.selector());
        Map<Boolean, List<Place>> places = matching.stream()
                .map(candidate -> Place.of(candidate, candidate.obstacleWhenChosen(placement.selector())))
                .collect(Collectors.partitioningBy(place -> place.obstacle().isEmpty()));
        List<Candidate> free = places.get(true).stream()
                .flatMap(place -> place.candidate().stream())
                .toList();
        int count = placement.asked();
        List<Candidate> chosen = placement.spread().equals(Placement.OVER_SITES)
                ? NodeChoice.overSites(free, count, slicesOwn(matching))
                : NodeChoice.leastUsed(free, count);
        List<Place> taken = chosen.stream()
                .map(candidate -> Place.of(candidate, candidate.obstacleWhenNamed()))
                .toList();
        return new PlacementPlan(placement, joined(taken, places.get(false)));
    }

    private static Map<String, Integer> slicesOwn(List<Candidate> matching) {
        return matching.stream()
                .filter(candidate ->
                        candidate.held().filter(goal -> goal != Goal.ABSENT).isPresent())
                .collect(Collectors.toMap(Candidate::site, candidate -> 1, Integer::sum));
    }

    private static List<Place> joined(List<Place> first, List<Place> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    /**
     * Passes a plan that is met.
     *
     * @throws InvalidInput when it names nodes that are not there
     * @throws StateConflict that says who is in the way, and what would go
     */
    void require(Viewer slice, PlacementPlan plan) {
        if (plan.isMet()) {
            return;
        }
        if (plan.namesUnknownNodes()) {
            throw new InvalidInput(plan.objections(""));
        }
        throw new StateConflict(
                plan.words(),
                plan.places().stream()
                        .flatMap(place -> place.obstacle().stream()
                                .map(obstacle -> new StateConflict.Conflict("node", place.node(), obstacle.words())))
                        .limit(MOST_CONFLICTS)
                        .toList(),
                alternatives(slice, plan));
    }

    private List<StateConflict.Alternative> alternatives(Viewer slice, PlacementPlan plan) {
        List<StateConflict.Alternative> alternatives = new ArrayList<>();
        Placement asked = plan.placement();
        List<String> free = plan.placed().stream().map(Candidate::node).toList();
        if (!free.isEmpty()) {
            Placement fewer = asked.nodes().isEmpty() ? asked.withCount(free.size()) : asked.onlyOn(free);
            alternatives.add(new StateConflict.Alternative(
                    free.size() == 1 ? "only the one that can" : "only the " + free.size() + " that can",
                    fewer.body()));
        }
        Placement elsewhere = asked.anywhere();
        if (!elsewhere.equals(asked) && plan(slice, elsewhere).isMet()) {
            alternatives.add(new StateConflict.Alternative(
                    "as many as were asked for, on whichever nodes are free", elsewhere.body()));
        }
        return alternatives;
    }
}

package org.lamella.slivers;

import java.util.List;

/**
 * What a placement comes to for one node.
 *
 * @param site empty for a node that is not there
 * @param placed whether it gets a sliver
 * @param image that the sliver runs instead of its slice's; empty for the slice's
 * @param words why it gets none, or what its sliver has to wait for; empty when there is nothing to say
 */
record NodeOutcome(String node, String site, boolean placed, String image, String words) {
    /** Of those that get none so many are listed; the summary counts them all. */
    private static final int MOST_REFUSED = 200;

    static List<NodeOutcome> of(PlacementPlan plan) {
        int most = plan.placed().size() + MOST_REFUSED;
        return plan.places().stream()
                .limit(most)
                .map(place -> of(place, plan.placement().imageOn(place.node())))
                .toList();
    }

    private static NodeOutcome of(PlacementPlan.Place place, String image) {
        return new NodeOutcome(
                place.node(),
                place.candidate().map(Candidate::site).orElse(""),
                place.obstacle().isEmpty(),
                place.obstacle().isEmpty() ? image : "",
                place.obstacle()
                        .or(() -> place.candidate().flatMap(Candidate::whyNotReady))
                        .map(Obstacle::words)
                        .orElse(""));
    }
}

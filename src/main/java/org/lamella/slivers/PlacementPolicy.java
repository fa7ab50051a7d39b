package org.lamella.slivers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.lamella.accounts.Sites;
import org.lamella.images.Images;
import org.lamella.nodes.Label;
import org.lamella.nodes.NodeState;
import org.lamella.slices.NodeSelector;
import org.lamella.slices.Placement;
import org.lamella.slices.SlicePolicy;
import org.lamella.slices.SliceRequest;
import org.lamella.slivers.Candidates.Viewer;
import org.lamella.web.FieldError;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A placement makes sense, and there are nodes for it. */
@Component
@Order(3)
class PlacementPolicy implements SlicePolicy {
    static final int MOST_AT_ONCE = 5_000;
    private static final int MOST_WORDS = 100;
    private static final List<String> STATES =
            Arrays.stream(NodeState.values()).map(NodeState::name).toList();

    private final PlacementPlanner planner;
    private final Images images;
    private final Sites sites;

    /** Collects what is wrong with the fields of one object. */
    private record Objections(String prefix, List<FieldError> errors) {
        void unless(boolean right, String field, String message) {
            if (!right) {
                errors.add(FieldError.invalid(prefix + field, message));
            }
        }

        void each(String field, Collection<String> values, Predicate<String> right, String message) {
            unless(values.size() <= MOST_WORDS, field, "has " + values.size() + " entries, at most " + MOST_WORDS);
            values.stream()
                    .limit(MOST_WORDS)
                    .filter(right.negate())
                    .forEach(wrong -> unless(false, field, message.formatted(wrong)));
        }
    }

    PlacementPolicy(PlacementPlanner planner, Images images, Sites sites) {
        this.planner = planner;
        this.images = images;
        this.sites = sites;
    }

    @Override
    public List<FieldError> objections(SliceRequest request) {
        List<FieldError> errors = objections(request.placement(), "slivers.");
        if (!errors.isEmpty() || request.placement().isNowhere()) {
            return errors;
        }
        PlacementPlan plan = planner.plan(Viewer.newSlice(request.name()), request.placement());
        return plan.isMet() ? List.of() : plan.objections("slivers.");
    }

    /**
     * What is wrong with a placement whatever the nodes are like now.
     *
     * @param prefix what stands before the fields' names in the request
     */
    List<FieldError> objections(Placement placement, String prefix) {
        var objections = new Objections(prefix, new ArrayList<>());
        placement
                .count()
                .ifPresent(count -> objections.unless(
                        count >= 1 && count <= MOST_AT_ONCE,
                        "count",
                        "must be 1 to " + MOST_AT_ONCE + ", not " + count));
        boolean named = !placement.nodes().isEmpty();
        objections.unless(!named || placement.count().isEmpty(), "count", "say how many or which nodes, not both");
        objections.unless(
                placement.nodes().size() <= MOST_AT_ONCE,
                "nodes",
                "names " + placement.nodes().size() + " nodes, at most " + MOST_AT_ONCE);
        placement
                .min()
                .ifPresent(min -> objections.unless(
                        min >= 1 && min <= placement.asked(),
                        "min",
                        "must be 1 to " + placement.asked() + ", not " + min));
        objections.unless(
                placement.spread().isEmpty()
                        || (placement.spread().equals(Placement.OVER_SITES)
                                && placement.count().isPresent()),
                "spread",
                "must be site, beside a count");
        objections.unless(
                placement.selector().isAny() || placement.count().isPresent(), "selector", "goes with a count only");
        objections.each("image", placement.namedImages(), images::existsByName, "there is no image %s");
        addObjections(placement.selector(), new Objections(prefix + "selector.", objections.errors()));
        return objections.errors();
    }

    private void addObjections(NodeSelector selector, Objections objections) {
        objections.each(
                "labels", selector.labels(), label -> Label.isWellFormed(label.split("=", 2)[0]), "%s is no label");
        objections.each("groups", selector.groups(), Label::isWellFormed, "%s is no group's name");
        objections.each(
                "sites", selector.sites(), site -> sites.findByLoginBase(site).isPresent(), "there is no site %s");
        objections.each(
                "countries",
                selector.countries(),
                country -> country.matches("[A-Z]{2}"),
                "%s is no country: two capital letters, such as DE");
        objections.each(
                "states",
                selector.states(),
                STATES::contains,
                "%s is no state of a node: " + String.join(", ", STATES));
        objections.unless(selector.freeCpus().orElse(0) >= 0, "freeCpus", "must not be negative");
        objections.unless(selector.freeMemoryBytes().orElse(0) >= 0, "freeMemoryBytes", "must not be negative");
        objections.unless(selector.maxSlivers().orElse(0) >= 0, "maxSlivers", "must not be negative");
    }
}

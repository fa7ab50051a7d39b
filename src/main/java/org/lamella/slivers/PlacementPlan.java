package org.lamella.slivers;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lamella.slices.Placement;
import org.lamella.web.FieldError;

/**
 * What a placement comes to, node by node. Pure.
 *
 * @param places the nodes that get a sliver, then those that cannot
 */
record PlacementPlan(Placement placement, List<Place> places) {
    private static final int WORDS_OF_AT_MOST = 10;

    /**
     * A node of the answer.
     *
     * @param candidate empty for a name that no node has
     * @param obstacle why it gets no sliver; empty when it gets one
     */
    record Place(String node, Optional<Candidate> candidate, Optional<Obstacle> obstacle) {
        static Place of(Candidate candidate, Optional<Obstacle> obstacle) {
            return new Place(candidate.node(), Optional.of(candidate), obstacle);
        }

        static Place unknown(String name) {
            return new Place(
                    name,
                    Optional.empty(),
                    Optional.of(new Obstacle(Obstacle.Kind.UNKNOWN, "there is no node " + name)));
        }
    }

    PlacementPlan {
        places = List.copyOf(places);
    }

    /** The nodes that get a sliver. */
    List<Candidate> placed() {
        return places.stream()
                .filter(place -> place.obstacle().isEmpty())
                .flatMap(place -> place.candidate().stream())
                .toList();
    }

    List<Obstacle> obstacles() {
        return places.stream().flatMap(place -> place.obstacle().stream()).toList();
    }

    /** Whether as many nodes get one as must. */
    boolean isMet() {
        return placed().size() >= placement.needed();
    }

    /**
     * The same plan when its nodes have been read again: what has come into the way of one meanwhile keeps it from getting
     * its sliver.
     */
    PlacementPlan confirmedBy(Collection<Candidate> readAgain) {
        Map<Long, Candidate> now = readAgain.stream().collect(Collectors.toMap(Candidate::id, Function.identity()));
        return new PlacementPlan(
                placement,
                places.stream()
                        .map(place -> place.obstacle().isPresent()
                                ? place
                                : Optional.ofNullable(now.get(
                                                place.candidate().orElseThrow().id()))
                                        .map(candidate -> Place.of(candidate, candidate.obstacleWhenNamed()))
                                        .orElseGet(() -> Place.unknown(place.node())))
                        .toList());
    }

    /**
     * What is in the way, as errors of the request's fields.
     *
     * @param prefix what stands before the fields' names in the request
     */
    List<FieldError> objections(String prefix) {
        if (placement.nodes().isEmpty()) {
            return List.of(FieldError.taken(prefix + "count", summary()));
        }
        return obstacles().stream()
                .map(obstacle -> obstacle.kind() == Obstacle.Kind.UNKNOWN
                        ? FieldError.invalid(prefix + "nodes", obstacle.words())
                        : FieldError.taken(prefix + "nodes", obstacle.words()))
                .toList();
    }

    boolean namesUnknownNodes() {
        return obstacles().stream().anyMatch(obstacle -> obstacle.kind() == Obstacle.Kind.UNKNOWN);
    }

    /** In one sentence: {@code 5 nodes are asked for, 3 can take a sliver (2 drained)}. */
    String summary() {
        int free = placed().size();
        String asked = placement.asked() + (placement.asked() == 1 ? " node is" : " nodes are") + " asked for";
        String least = placement.min().isPresent() ? ", " + placement.needed() + " at least" : "";
        if (places.isEmpty()) {
            return asked + least + ", none is as the selector says";
        }
        return asked + least + ", " + free + (free == 1 ? " gets" : " get") + " a sliver" + counted();
    }

    /** The obstacles in words of their own while they are few; otherwise how many there are of each kind. */
    String words() {
        List<Obstacle> obstacles = obstacles();
        boolean few = !placement.nodes().isEmpty() && obstacles.size() <= WORDS_OF_AT_MOST;
        return few && !obstacles.isEmpty()
                ? summary() + ": " + obstacles.stream().map(Obstacle::words).collect(Collectors.joining("; "))
                : summary();
    }

    private String counted() {
        Map<Obstacle.Kind, Long> kinds = obstacles().stream()
                .collect(Collectors.groupingBy(
                        Obstacle::kind, () -> new EnumMap<>(Obstacle.Kind.class), Collectors.counting()));
        StringJoiner words = new StringJoiner(", ", " (", ")").setEmptyValue("");
        kinds.forEach((kind, number) -> words.add(kind.counted(number)));
        return words.toString();
    }
}

package org.lamella.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same trials in several places, in turn: what each costs there, in costs at the last of them, which is the host. */
final class Comparison {
    private final List<Place> places;
    private final int rounds;

    /** @param places two or more, the one that the others are held against last */
    Comparison(List<Place> places, int rounds) {
        this.places = List.copyOf(places);
        this.rounds = rounds;
    }

    /** Rates of one trial, by place, as many of each as there were rounds; of places where it does not run none, and that is said. */
    Map<String, List<Double>> rates(Trial trial) throws InterruptedException {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        List<Place> able = new ArrayList<>(places);
        for (int round = 0; round < rounds; round++) {
            for (Place place : List.copyOf(able)) {
                try {
                    rates.computeIfAbsent(place.name(), name -> new ArrayList<>())
                            .add(trial.rate(place.output(trial.script())));
                } catch (IOException e) {
                    able.remove(place);
                    rates.remove(place.name());
                    System.out.printf("%s, in %s: does not run here: %s%n", trial.name(), place.name(), e.getMessage());
                }
            }
        }
        return rates;
    }

    /**
     * One figure for each place but the last: what once costs there, in costs at the last, pair by pair.
     *
     * @param aim of the first place
     */
    void costs(Trial trial, String aim, Results results) throws InterruptedException {
        Map<String, List<Double>> rates = rates(trial);
        Place base = places.getLast();
        List<Double> outside = rates.get(base.name());
        if (outside == null) {
            return;
        }
        for (int number = 0; number < places.size() - 1; number++) {
            String place = places.get(number).name();
            List<Double> inside = rates.get(place);
            if (inside != null) {
                // Of rates: what a call costs inside, in calls outside.
                Samples cost = Samples.ratios(outside, inside);
                results.add(
                        "%s, %s / %s".formatted(trial.name(), place, base.name()),
                        cost,
                        "",
                        number == 0 ? aim : "",
                        "cost, in pairs");
            }
        }
    }
}

package org.lamella.slivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Walks every state × observation; the expected table below is written down on its own, not taken from the code. */
class SliverStatesTest {
    private static final List<Observation> COLUMNS = List.of(
            Observation.SEEN_STARTING,
            Observation.SEEN_RUNNING,
            Observation.SEEN_DEGRADED,
            Observation.SEEN_STOPPED,
            Observation.SEEN_FAILED,
            Observation.SEEN_GONE,
            Observation.NODE_SILENT);

    /** One row a state, one letter an observation, in the order of the columns; '.' where nothing follows. */
    private static final Map<SliverState, String> EXPECTED = new EnumMap<>(Map.of(
            SliverState.PENDING, "SRDOF..",
            SliverState.STARTING, ".RDOFOU",
            SliverState.RUNNING, "S.DOFOU",
            SliverState.DEGRADED, "SR.OFOU",
            SliverState.STOPPED, "SRD.F.U",
            SliverState.FAILED, "SRDO.OU",
            SliverState.UNKNOWN, "SRDOFO."));

    private static final Map<Character, SliverState> LETTERS = Map.of(
            'S', SliverState.STARTING,
            'R', SliverState.RUNNING,
            'D', SliverState.DEGRADED,
            'O', SliverState.STOPPED,
            'F', SliverState.FAILED,
            'U', SliverState.UNKNOWN);

    @ParameterizedTest
    @EnumSource
    void goesFromEachStateWhereTheTableSays(SliverState from) {
        for (Observation observation : Observation.values()) {
            char letter = EXPECTED.get(from).charAt(COLUMNS.indexOf(observation));
            Optional<SliverState> expected = Optional.ofNullable(LETTERS.get(letter));
            assertThat(SliverStates.after(from, observation).map(SliverStates.Transition::next))
                    .as("%s, %s", from, observation)
                    .isEqualTo(expected);
        }
    }

    @Test
    void neverGoesBackToPending() {
        for (SliverState from : SliverState.values()) {
            for (Observation observation : Observation.values()) {
                assertThat(SliverStates.after(from, observation).map(SliverStates.Transition::next))
                        .isNotEqualTo(Optional.of(SliverState.PENDING));
            }
        }
    }

    @Test
    void storesAndAnnouncesEveryTransition() {
        for (SliverState from : SliverState.values()) {
            for (Observation observation : Observation.values()) {
                SliverStates.after(from, observation)
                        .ifPresent(
                                transition -> assertThat(transition.effects()).contains(Effect.STORE, Effect.ANNOUNCE));
            }
        }
    }

    @Test
    void auditsTroubleAndOnlyTrouble() {
        Set<SliverState> trouble = EnumSet.of(SliverState.FAILED, SliverState.DEGRADED);
        for (SliverState from : SliverState.values()) {
            for (Observation observation : Observation.values()) {
                SliverStates.after(from, observation).ifPresent(transition -> {
                    boolean fellOver = from == SliverState.RUNNING && transition.next() == SliverState.STARTING;
                    assertThat(transition.effects().contains(Effect.AUDIT_TROUBLE))
                            .as("%s to %s", from, transition.next())
                            .isEqualTo(trouble.contains(transition.next()) || fellOver);
                });
            }
        }
    }
}

package org.lamella.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final Trial TRIAL = new Trial("fork", "echo rate 1");

    @Test
    void findsTheRateAmongWhatElseIsSaid() throws Exception {
        assertThat(TRIAL.rate("a warning\nrate 74.68\nAttempted to remove a file system\n"))
                .isEqualTo(74.68);
    }

    @Test
    void refusesWhatIsNoRateWithItsWords() {
        assertThatThrownBy(() -> TRIAL.rate("no such program\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("fork gave no rate: no such program");
    }

    @Test
    void aPlaceWhereItDoesNotRunIsLeftOut() throws Exception {
        Comparison comparison = new Comparison(
                List.of(
                        new Place("sliver", script -> "rate 2"),
                        new Place("broken", script -> "not here"),
                        new Place("host", script -> "rate 3")),
                2);

        assertThat(comparison.rates(TRIAL)).containsOnlyKeys("sliver", "host");
        assertThat(comparison.rates(TRIAL).get("host")).containsExactly(3.0, 3.0);
    }

    @Test
    void runsItsScriptByAShell() throws Exception {
        Trial loop = Trial.loop("nothing", ":", 1);
        Place here = Place.command("here", List.of("sh", "-c"));

        assertThat(loop.rate(here.output(loop.script()))).isPositive();
    }
}

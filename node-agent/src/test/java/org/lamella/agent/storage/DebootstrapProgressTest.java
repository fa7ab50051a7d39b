package org.lamella.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebootstrapProgressTest {
    @Test
    void growsFromFetchingToConfiguring() {
        DebootstrapProgress progress = new DebootstrapProgress();
        List<Integer> seen = new ArrayList<>();
        seen.add(progress.after("I: Checking component main on http://deb.debian.org/debian..."));
        for (String deed : List.of("Retrieving", "Extracting", "Unpacking", "Configuring")) {
            for (int i = 0; i < 80; i++) {
                seen.add(progress.after("I: " + deed + " package" + i + " 1.0-1"));
                seen.add(progress.after("I: Validating package" + i + " 1.0-1"));
            }
        }

        assertThat(seen).isSorted().startsWith(0).endsWith(90);
        assertThat(seen).anyMatch(percent -> percent > 25 && percent < 35);
    }

    @Test
    void staysBelowTheEndWhenMoreIsConfiguredThanWasFetched() {
        DebootstrapProgress progress = new DebootstrapProgress();
        progress.after("I: Retrieving one 1.0");
        for (int i = 0; i < 10; i++) {
            progress.after("I: Configuring package" + i + "...");
        }

        assertThat(progress.after("I: Base system installed successfully.")).isEqualTo(90);
    }
}

package org.lamella.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"demo_hello", "princeton_cdn", "mit.csail_DHT_2", "a_b", "0.1_."})
    void takesWhatPlanetLabTook(String name) {
        assertThat(SliceName.isWellFormed(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "_hello",
                "demo_",
                "Demo_hello",
                "demo hello",
                "demo_hel-lo",
                "demo_h\n",
                "dé_mo",
                "a/b_c",
                ".a_b"
            })
    void refusesWhatPlanetLabRefused(String name) {
        assertThat(SliceName.isWellFormed(name)).isFalse();
        assertThatThrownBy(() -> new SliceName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasAtMost64Characters() {
        assertThat(SliceName.isWellFormed("demo_" + "x".repeat(59))).isTrue();
        assertThat(SliceName.isWellFormed("demo_" + "x".repeat(60))).isFalse();
    }

    @Test
    void beginsWithItsSitesLoginBase() {
        assertThat(new SliceName("mit.csail_a_b").loginBase()).isEqualTo("mit.csail");
    }
}

package org.lamella.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VethNameTest {
    private static final int LONGEST = 15;

    @Test
    void fitsTheKernelAndDiffersForSlicesThatDifferAtTheirEnds() {
        long different = IntStream.range(0, 10_000)
                .mapToObj(i -> VethName.of("a_site_with_a_long_name_and_a_slice_with_another_" + i))
                .peek(name -> assertThat(name).hasSizeLessThanOrEqualTo(LONGEST))
                .distinct()
                .count();

        assertThat(different).isEqualTo(10_000);
    }

    @Test
    void knowsItsOwn() {
        assertThat(VethName.isOurs(VethName.of("demo_a"))).isTrue();
        for (String other : new String[] {"lm-sensors", "eth0", "lamella0", "lm-0123456789A", "xlm-0123456789a"}) {
            assertThat(VethName.isOurs(other)).isFalse();
        }
    }
}

package org.lamella.agent.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CoresTest {
    @Test
    void areWrittenAsTheKernelDoes() {
        for (String list : List.of("", "0", "0-1", "0-1,4", "1,3,5-7,64-127")) {
            assertThat(Cores.parse(list)).hasToString(list);
        }
        assertThat(Cores.parse("3,1,2\n")).hasToString("1-3");
        assertThat(Cores.parse(" \n").isEmpty()).isTrue();
    }

    @Test
    void areNoListOfAnythingElse() {
        for (String wrong : List.of("a", "1,,2", "-1", "0-", "1 2", "0-3:1/2")) {
            assertThatThrownBy(() -> Cores.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void areCountedAndCompared() {
        Cores some = Cores.parse("0-3,8");

        assertThat(some.count()).isEqualTo(5);
        assertThat(some.lowest(2)).hasToString("0-1");
        assertThat(some.lowest(9)).isEqualTo(some);
        assertThat(some.without(Cores.parse("1,8-9"))).hasToString("0,2-3");
        assertThat(some.alsoIn(Cores.parse("3-9"))).hasToString("3,8");
        assertThat(some.and(Cores.parse("5"))).hasToString("0-3,5,8");
    }
}

package org.lamella.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkCountersTest {
    @Test
    void readsEachSliversLinkFromItsOwnSide() {
        String link = VethName.of("demo_a");
        List<String> lines = List.of(
                "Inter-|   Receive                                                |  Transmit",
                " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs",
                "    lo: 9999       1    0    0    0     0          0         0     9999       1    0",
                link + ":     1234      10    0    0    0     0          0         0    56789      20    0");
        assertThat(LinkCounters.of(List.of("demo_a", "demo_b"), lines))
                .containsExactly(Map.entry("demo_a", new LinkBytes(1234, 56789)));
    }
}

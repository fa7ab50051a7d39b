package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultRouteTest {
    private static final String HEADING =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

    @Test
    void takesTheRouteWithTheLowestMetric() {
        assertThat(DefaultRoute.device(List.of(
                        HEADING,
                        "wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0",
                        "eth0\t00000000\t010012C6\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                        "eth0\t000012C6\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0")))
                .contains("eth0");
    }

    @Test
    void findsNoneWhereNothingLeadsOut() {
        assertThat(DefaultRoute.device(List.of(
                        HEADING,
                        "eth0\t000012C6\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
                        "*\t00000000\t00000000\t0200\t0\t0\t0\t00000000\t0\t0\t0")))
                .isEmpty();
    }
}

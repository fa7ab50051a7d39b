package org.lamella.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-11-26T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final Hands clock = new Hands();
    private final Throttle throttle = new Throttle(clock);

    private static SocketAddress from(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 40_000);
    }

    private void failTimes(SocketAddress peer, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(throttle.admit(peer)).isTrue();
            throttle.failed(peer);
        }
    }

    @Test
    void keepsAnAddressAwayAfterTooManyFailures() {
        failTimes(from("192.0.2.1"), Throttle.MOST_FAILURES);

        assertThat(throttle.admit(from("192.0.2.1"))).isFalse();
        assertThat(throttle.admit(from("192.0.2.2"))).isTrue();
        clock.now = clock.now.plus(Throttle.FORGOTTEN_AFTER).plus(Duration.ofSeconds(1));
        assertThat(throttle.admit(from("192.0.2.1"))).isTrue();
    }

    @Test
    void forgetsFailuresAfterALogin() {
        failTimes(from("192.0.2.1"), Throttle.MOST_FAILURES - 1);
        assertThat(throttle.admit(from("192.0.2.1"))).isTrue();
        throttle.loggedIn(from("192.0.2.1"));

        failTimes(from("192.0.2.1"), Throttle.MOST_FAILURES);
    }

    @Test
    void countsAClientsIpv6NetworkAsOne() {
        failTimes(from("2001:db8::1"), Throttle.MOST_FAILURES);

        assertThat(throttle.admit(from("2001:db8::2"))).isFalse();
        assertThat(throttle.admit(from("2001:db8:0:1::2"))).isTrue();
    }

    @Test
    void letsFewWaitOfOneAddressAndNotTooManyInAll() {
        for (int i = 0; i < Throttle.MOST_WAITING; i++) {
            assertThat(throttle.admit(from("192.0.2.1"))).isTrue();
        }
        assertThat(throttle.admit(from("192.0.2.1"))).isFalse();
        for (int i = Throttle.MOST_WAITING; i < Throttle.MOST_WAITING_IN_ALL; i++) {
            assertThat(throttle.admit(from("198.51.100." + i))).isTrue();
        }
        assertThat(throttle.admit(from("203.0.113.1"))).isFalse();
        throttle.failed(from("192.0.2.1"));
        assertThat(throttle.admit(from("203.0.113.1"))).isTrue();
    }
}

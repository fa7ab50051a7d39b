package org.lamella.agent.ssh;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps away who tries keys in vain, and who only holds connections open. Counted by address, of IPv6 by the first 64 bits, which
 * one client has all of.
 */
final class Throttle {
    /** Connections that ended without a login, after which an address has to wait. */
    static final int MOST_FAILURES = 20;
    /** Connections of one address that have not logged in yet. */
    static final int MOST_WAITING = 10;

    /** Connections of all addresses that have not logged in yet. */
    static final int MOST_WAITING_IN_ALL = 100;

    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);
    private static final int MOST_ADDRESSES = 10_000;
    private static final int NETWORK_BYTES = 8;

    private final Clock clock;
    private final Map<String, Attempts> attempts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
            return size() > MOST_ADDRESSES && eldest.getValue().waiting == 0;
        }
    };
    private int waiting;

    private static final class Attempts {
        private int waiting;
        private int failures;
        private Instant last = Instant.EPOCH;
    }

    Throttle(Clock clock) {
        this.clock = clock;
    }

    /** @return whether the connection may stay; then {@link #loggedIn} or {@link #failed} must follow */
    synchronized boolean admit(SocketAddress peer) {
        Attempts of = attempts.computeIfAbsent(network(peer), address -> new Attempts());
        if (of.last.plus(FORGOTTEN_AFTER).isBefore(clock.instant())) {
            of.failures = 0;
        }
        if (of.failures >= MOST_FAILURES || of.waiting >= MOST_WAITING || waiting >= MOST_WAITING_IN_ALL) {
            return false;
        }
        of.waiting++;
        waiting++;
        return true;
    }

    synchronized void loggedIn(SocketAddress peer) {
        Attempts of = leave(peer);
        of.failures = 0;
    }

    synchronized void failed(SocketAddress peer) {
        Attempts of = leave(peer);
        of.failures++;
        of.last = clock.instant();
    }

    private Attempts leave(SocketAddress peer) {
        Attempts of = attempts.computeIfAbsent(network(peer), address -> new Attempts());
        of.waiting--;
        waiting--;
        return of;
    }

    private static String network(SocketAddress peer) {
        if (peer instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            byte[] bytes = inet.getAddress().getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
        }
        return peer.toString();
    }
}

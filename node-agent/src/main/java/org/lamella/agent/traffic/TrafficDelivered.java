package org.lamella.agent.traffic;

import java.time.Duration;
import java.util.Objects;

/**
 * What a sliver was promised of the uplink and did not get, counted since its classes were first looked at by this agent. How it is
 * judged says {@link TrafficDelivery}.
 *
 * @param sent of what it sends
 * @param received of what comes for it
 */
public record TrafficDelivered(OneWay sent, OneWay received) {
    /**
     * One direction of it.
     *
     * @param promisedBytes its reserved rate for as long as it wanted all of it, and what passed while it wanted less
     * @param missedBytes what of that did not pass
     * @param waited how long it waited though it was within its promise
     */
    public record OneWay(long promisedBytes, long missedBytes, Duration waited) {
        static final OneWay NOTHING = new OneWay(0, 0, Duration.ZERO);

        public OneWay {
            Objects.requireNonNull(waited);
        }
    }

    public TrafficDelivered {
        Objects.requireNonNull(sent);
        Objects.requireNonNull(received);
    }
}

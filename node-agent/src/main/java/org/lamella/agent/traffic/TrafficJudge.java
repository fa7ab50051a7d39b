package org.lamella.agent.traffic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges look after look whether slivers get the rates that are reserved for them. A time is judged by what was promised at its
 * beginning. One thread looks; any may ask what was {@link #delivered}.
 */
final class TrafficJudge {
    private final Map<String, Judged> judged = new HashMap<>();
    private volatile Map<String, TrafficDelivered> delivered = Map.of();

    /** A sliver with its classes. */
    private static final class Judged {
        private final int number;
        private final TrafficDelivery sending;
        private final TrafficDelivery receiving;
        private long promisedOut;
        private long promisedIn;
        private long at;

        Judged(int number, Passed out, Passed in, long at) {
            this.number = number;
            this.sending = new TrafficDelivery(out);
            this.receiving = new TrafficDelivery(in);
            this.at = at;
        }

        void after(long now, Passed out, Passed in) {
            Duration since = Duration.ofNanos(now - at);
            at = now;
            sending.after(since, promisedOut, out);
            receiving.after(since, promisedIn, in);
        }

        /** The bytes of its day bind a sliver more than any promise binds the node. */
        void promised(Claim claim) {
            promisedIn = claim.promise().reservedBits();
            promisedOut = Math.min(promisedIn, claim.narrowed().orElse(Long.MAX_VALUE));
        }
    }

    /**
     * @param now nanoseconds by a clock that nobody sets
     * @param found what has passed each class
     * @param claims of what is sent, by slice; of one whose classes are not there nothing is known
     */
    void look(long now, Reading found, Map<String, Claim> claims) {
        judged.keySet().retainAll(claims.keySet());
        claims.forEach((slice, claim) -> {
            Passed out = found.out().get(claim.number());
            Passed in = found.in().get(claim.number());
            if (out == null || in == null) {
                judged.remove(slice);
                return;
            }
            Judged known = judged.get(slice);
            if (known == null || known.number != claim.number()) {
                known = new Judged(claim.number(), out, in, now);
                judged.put(slice, known);
            } else {
                known.after(now, out, in);
            }
            known.promised(claim);
        });
        delivered = judged.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        each -> new TrafficDelivered(
                                each.getValue().sending.sum(),
                                each.getValue().receiving.sum())));
    }

    /** Empty for a sliver that has no classes, and so no rate of its own. */
    Optional<TrafficDelivered> delivered(String slice) {
        return Optional.ofNullable(delivered.get(slice));
    }
}

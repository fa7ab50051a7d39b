package org.lamella.agent.usage;

import java.util.Objects;

/**
 * What a sliver was promised besides CPU time, and whether it got it. A number that is not known is {@link Counted#NOT}, as are all
 * but the first where nothing is promised.
 *
 * @param reservedBits a second, each way at the node's uplink, at the end
 * @param memoryTaken how often memory was taken of it though it was within its guarantee
 */
public record Kept(long reservedBits, OneWay sent, OneWay received, long memoryTaken) {
    static final Kept UNKNOWN = new Kept(0, OneWay.UNKNOWN, OneWay.UNKNOWN, Counted.NOT);

    /**
     * One direction of its traffic, as {@code TrafficDelivery} judges it.
     *
     * @param promisedBytes what it wanted of its reserved rate
     * @param missedBytes what of that did not pass
     * @param waitedMillis how long it waited though it was within its promise
     */
    public record OneWay(long promisedBytes, long missedBytes, long waitedMillis) {
        static final OneWay UNKNOWN = new OneWay(Counted.NOT, Counted.NOT, Counted.NOT);
        static final OneWay NOTHING = new OneWay(0, 0, 0);

        OneWay since(OneWay before) {
            return new OneWay(
                    Counted.growth(promisedBytes, before.promisedBytes),
                    Counted.growth(missedBytes, before.missedBytes),
                    Counted.growth(waitedMillis, before.waitedMillis));
        }

        OneWay plus(OneWay more) {
            return new OneWay(
                    Counted.sum(promisedBytes, more.promisedBytes),
                    Counted.sum(missedBytes, more.missedBytes),
                    Counted.sum(waitedMillis, more.waitedMillis));
        }
    }

    public Kept {
        Objects.requireNonNull(sent);
        Objects.requireNonNull(received);
    }
}

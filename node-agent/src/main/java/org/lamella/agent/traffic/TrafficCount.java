package org.lamella.agent.traffic;

/**
 * What a sliver sent and received by the node's uplink, counted since it first ran on the node or the node last started: so a number
 * that is smaller than the one before has begun anew. Other slivers and the node itself are not reached by the uplink.
 *
 * @param sentBytes to all destinations, as is the number of packets
 * @param sentDropped packets that it sent and that found its queue full
 * @param exemptSentBytes of the bytes sent, those to destinations that are exempt
 * @param dayBytes sent since the day of UTC began, without those to destinations that are exempt
 */
public record TrafficCount(
        long sentBytes,
        long sentPackets,
        long sentDropped,
        long receivedBytes,
        long receivedPackets,
        long receivedDropped,
        long exemptSentBytes,
        long exemptReceivedBytes,
        long dayBytes) {
    static TrafficCount of(Passed sent, Passed exemptSent, Passed received, Passed exemptReceived, long day) {
        Passed out = sent.plus(exemptSent);
        Passed in = received.plus(exemptReceived);
        return new TrafficCount(
                out.bytes(),
                out.packets(),
                out.dropped(),
                in.bytes(),
                in.packets(),
                in.dropped(),
                exemptSent.bytes(),
                exemptReceived.bytes(),
                day);
    }
}

package org.lamella.agent.controllink;

import org.lamella.agent.plan.NodeTraffic;
import org.lamella.agent.plan.SliverCpu;
import org.lamella.agent.plan.SliverIo;
import org.lamella.agent.plan.SliverMemory;
import org.lamella.agent.plan.SliverPromise;
import org.lamella.agent.plan.SliverTraffic;

/** Reads what slivers are promised. A part that an older control plane does not say is as for any sliver. */
final class PromiseFormat {
    private PromiseFormat() {}

    /** @throws IllegalArgumentException when a number is out of its range */
    static SliverPromise read(org.lamella.protocol.SliverPlan wire) {
        SliverPromise promise = SliverPromise.FAIR;
        if (wire.hasCpu()) {
            promise = promise.with(new SliverCpu(
                    wire.getCpu().getReservedPercent(),
                    wire.getCpu().getShare(),
                    wire.getCpu().getCores()));
        }
        if (wire.hasTraffic()) {
            org.lamella.protocol.SliverTraffic said = wire.getTraffic();
            promise = promise.with(new SliverTraffic(
                    said.getReservedBits(), said.getCeilingBits(), said.getShare(), said.getDailyBytes()));
        }
        if (wire.hasMemory()) {
            promise = promise.with(new SliverMemory(wire.getMemory().getGuaranteedBytes()));
        }
        if (wire.hasIo()) {
            org.lamella.protocol.SliverIo said = wire.getIo();
            promise = promise.with(new SliverIo(said.getShare(), said.getReadBytes(), said.getWriteBytes()));
        }
        return promise;
    }

    static NodeTraffic read(org.lamella.protocol.NodeTraffic wire) {
        return new NodeTraffic(wire.getCapBits(), wire.getExemptList());
    }
}

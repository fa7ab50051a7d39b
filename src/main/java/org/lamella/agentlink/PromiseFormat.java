package org.lamella.agentlink;

import org.lamella.protocol.NodeTraffic;
import org.lamella.protocol.SliverCpu;
import org.lamella.protocol.SliverIo;
import org.lamella.protocol.SliverTraffic;
import org.lamella.slivers.NodePlan.PlannedCpu;
import org.lamella.slivers.NodePlan.PlannedIo;
import org.lamella.slivers.NodePlan.PlannedTraffic;
import org.lamella.slivers.NodePlan.PlannedUplink;

/** Of {@link WireFormat}: what slivers are promised. */
final class PromiseFormat {
    private PromiseFormat() {}

    static SliverCpu cpu(PlannedCpu cpu) {
        return SliverCpu.newBuilder()
                .setReservedPercent(cpu.reservedPercent())
                .setShare(cpu.share())
                .setCores(cpu.cores())
                .build();
    }

    static SliverTraffic traffic(PlannedTraffic traffic) {
        return SliverTraffic.newBuilder()
                .setReservedBits(traffic.reservedBits())
                .setCeilingBits(traffic.ceilingBits())
                .setShare(traffic.share())
                .setDailyBytes(traffic.dailyBytes())
                .build();
    }

    static SliverIo io(PlannedIo io) {
        return SliverIo.newBuilder()
                .setShare(io.share())
                .setReadBytes(io.readBytes())
                .setWriteBytes(io.writeBytes())
                .build();
    }

    static NodeTraffic uplink(PlannedUplink uplink) {
        return NodeTraffic.newBuilder()
                .setCapBits(uplink.capBits())
                .addAllExempt(uplink.exempt())
                .build();
    }
}

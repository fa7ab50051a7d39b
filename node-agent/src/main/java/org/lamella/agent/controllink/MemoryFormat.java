package org.lamella.agent.controllink;

import java.util.List;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.watchdog.MemoryReset;
import org.lamella.protocol.MemoryResets;
import org.lamella.protocol.MemoryUser;
import org.lamella.protocol.NodeMessage;

/** Writes what the watchdog did. */
final class MemoryFormat {
    private MemoryFormat() {}

    static NodeMessage resets(List<MemoryReset> resets) {
        MemoryResets.Builder wire = MemoryResets.newBuilder();
        resets.forEach(reset -> wire.addResets(reset(reset)));
        return NodeMessage.newBuilder().setResets(wire).build();
    }

    private static org.lamella.protocol.MemoryReset reset(MemoryReset reset) {
        org.lamella.protocol.MemoryReset.Builder wire = org.lamella.protocol.MemoryReset.newBuilder()
                .setId(reset.id())
                .setSlice(SliceNames.ofNode(reset.slice()))
                .setAtMillis(reset.at().toEpochMilli())
                .setUsedBytes(reset.usedBytes())
                .setGuaranteedBytes(reset.guaranteedBytes())
                .setAvailableBytes(reset.node().availableBytes())
                .setTotalBytes(reset.node().totalBytes())
                .setSwapUsedBytes(reset.node().swapUsedBytes())
                .setSwapBytes(reset.node().swapBytes())
                .setLastResort(reset.lastResort());
        reset.processes()
                .forEach(process -> wire.addProcesses(MemoryUser.newBuilder()
                        .setPidInside(process.pidInside())
                        .setCommand(process.command())
                        .setBytes(process.bytes())));
        return wire.build();
    }
}

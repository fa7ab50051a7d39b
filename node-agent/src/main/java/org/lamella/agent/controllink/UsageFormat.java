package org.lamella.agent.controllink;

import java.util.function.LongConsumer;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.usage.Counted;
import org.lamella.agent.usage.Kept;
import org.lamella.agent.usage.SliverUse;
import org.lamella.agent.usage.UsageWindow;
import org.lamella.protocol.NodeMessage;

/** What slivers got, as it is sent. */
final class UsageFormat {
    private UsageFormat() {}

    static NodeMessage message(UsageWindow window) {
        var wire = org.lamella.protocol.UsageWindow.newBuilder()
                .setBeganMillis(window.beganMillis())
                .setLengthMillis((int) window.lengthMillis())
                .setPartial(window.partial());
        window.slivers().forEach(sliver -> wire.addSlivers(sliver(sliver)));
        return NodeMessage.newBuilder().setUsage(wire).build();
    }

    private static org.lamella.protocol.SliverUse sliver(SliverUse use) {
        var wire = org.lamella.protocol.SliverUse.newBuilder()
                .setSlice(SliceNames.ofNode(use.slice()))
                .setIncarnation(use.incarnation())
                .setSeenMillis((int) use.seenMillis())
                .setCpuReservedPercent(use.reservedPercent())
                .setMemoryGuaranteedBytes(use.guaranteedBytes());
        Counted counted = use.counted();
        // Whole milliseconds, rounded up: what has used any has not used none.
        known(counted.cpuMicros(), micros -> wire.setCpuMillis(Math.ceilDiv(micros, 1_000L)));
        known(use.promisedMillis(), wire::setCpuPromisedMillis);
        known(use.missedMillis(), wire::setCpuMissedMillis);
        known(use.memoryBytes(), wire::setMemoryBytes);
        known(use.memoryPeakBytes(), wire::setMemoryPeakBytes);
        known(counted.sentBytes(), wire::setSentBytes);
        known(counted.receivedBytes(), wire::setReceivedBytes);
        known(use.diskBytes(), wire::setDiskBytes);
        known(counted.readBytes(), wire::setDiskReadBytes);
        known(counted.writtenBytes(), wire::setDiskWrittenBytes);
        known(use.processes(), wire::setProcesses);
        known(use.processesPeak(), wire::setProcessesPeak);
        Kept kept = use.kept();
        wire.setNetworkReservedBits(kept.reservedBits());
        known(kept.sent().promisedBytes(), wire::setSentPromisedBytes);
        known(kept.sent().missedBytes(), wire::setSentMissedBytes);
        known(kept.sent().waitedMillis(), wire::setSentWaitedMillis);
        known(kept.received().promisedBytes(), wire::setReceivedPromisedBytes);
        known(kept.received().missedBytes(), wire::setReceivedMissedBytes);
        known(kept.received().waitedMillis(), wire::setReceivedWaitedMillis);
        known(kept.memoryTaken(), wire::setMemoryTaken);
        return wire.build();
    }

    private static void known(long number, LongConsumer set) {
        if (number != Counted.NOT) {
            set.accept(number);
        }
    }
}

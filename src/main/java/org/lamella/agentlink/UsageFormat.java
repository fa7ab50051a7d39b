package org.lamella.agentlink;

import org.jspecify.annotations.Nullable;
import org.lamella.protocol.SliverUse;
import org.lamella.protocol.UsageWindow;
import org.lamella.usage.ToldWindow;
import org.lamella.usage.ToldWindow.ToldUse;

/** What slivers got, as their node says it. What it leaves out it does not know. */
final class UsageFormat {
    private UsageFormat() {}

    static ToldWindow window(UsageWindow message) {
        return new ToldWindow(
                message.getBeganMillis(),
                Integer.toUnsignedLong(message.getLengthMillis()),
                message.getPartial(),
                message.getSliversList().stream().map(UsageFormat::use).toList());
    }

    private static ToldUse use(SliverUse use) {
        return new ToldUse(
                WireFormat.text(use.getSlice()),
                use.getIncarnation(),
                Integer.toUnsignedLong(use.getSeenMillis()),
                known(use.hasCpuMillis(), use.getCpuMillis()),
                use.getCpuReservedPercent(),
                known(use.hasCpuPromisedMillis(), use.getCpuPromisedMillis()),
                known(use.hasCpuMissedMillis(), use.getCpuMissedMillis()),
                known(use.hasMemoryBytes(), use.getMemoryBytes()),
                known(use.hasMemoryPeakBytes(), use.getMemoryPeakBytes()),
                use.getMemoryGuaranteedBytes(),
                known(use.hasSentBytes(), use.getSentBytes()),
                known(use.hasReceivedBytes(), use.getReceivedBytes()),
                known(use.hasDiskBytes(), use.getDiskBytes()),
                known(use.hasDiskReadBytes(), use.getDiskReadBytes()),
                known(use.hasDiskWrittenBytes(), use.getDiskWrittenBytes()),
                known(use.hasProcesses(), use.getProcesses()),
                known(use.hasProcessesPeak(), use.getProcessesPeak()),
                use.getNetworkReservedBits(),
                known(use.hasSentPromisedBytes(), use.getSentPromisedBytes()),
                known(use.hasSentMissedBytes(), use.getSentMissedBytes()),
                known(use.hasSentWaitedMillis(), use.getSentWaitedMillis()),
                known(use.hasReceivedPromisedBytes(), use.getReceivedPromisedBytes()),
                known(use.hasReceivedMissedBytes(), use.getReceivedMissedBytes()),
                known(use.hasReceivedWaitedMillis(), use.getReceivedWaitedMillis()),
                known(use.hasMemoryTaken(), use.getMemoryTaken()));
    }

    private static @Nullable Long known(boolean is, long number) {
        return is ? number : null;
    }
}

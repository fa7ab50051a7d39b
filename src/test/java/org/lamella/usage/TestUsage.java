package org.lamella.usage;

import java.time.Instant;
import java.util.List;
import org.lamella.agentlink.AgentStream;
import org.lamella.protocol.SliverUse;
import org.lamella.protocol.UsageWindow;

/** Windows as nodes tell them. */
public final class TestUsage {
    private TestUsage() {}

    /** When the newest window began that nodes have had time to tell. */
    public static Instant newest(Instant now) {
        return Windows.newest(now);
    }

    public static SliverUse.Builder use(AgentStream node, String slice, long cpuMillis, long processes) {
        return SliverUse.newBuilder()
                .setSlice(slice)
                .setIncarnation(node.incarnation(slice))
                .setSeenMillis(300_000)
                .setCpuMillis(cpuMillis)
                .setMemoryBytes(5 << 20)
                .setMemoryPeakBytes(6 << 20)
                .setSentBytes(1 << 20)
                .setReceivedBytes(2 << 20)
                .setDiskBytes(7)
                .setProcesses(processes)
                .setProcessesPeak(processes);
    }

    public static UsageWindow window(Instant began, SliverUse.Builder... slivers) {
        return UsageWindow.newBuilder()
                .setBeganMillis(began.toEpochMilli())
                .setLengthMillis(300_000)
                .addAllSlivers(
                        List.of(slivers).stream().map(SliverUse.Builder::build).toList())
                .build();
    }
}

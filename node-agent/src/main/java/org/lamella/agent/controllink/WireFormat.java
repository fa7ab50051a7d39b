package org.lamella.agent.controllink;

import com.google.protobuf.ByteString;
import org.lamella.agent.access.SessionRequest;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.plan.DiskUse;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.protocol.Heartbeat;
import org.lamella.protocol.Hello;
import org.lamella.protocol.JoinRequest;
import org.lamella.protocol.NodeMessage;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.OpenSession;
import org.lamella.protocol.SliverReport;

/** Records of the agent to and from protobuf. Plans, which may hold what this agent does not know, are {@link PlanFormat}'s. */
final class WireFormat {
    private WireFormat() {}

    static JoinRequest join(String secret, byte[] signingRequest, HostFacts host, String version) {
        return JoinRequest.newBuilder()
                .setSecret(secret)
                .setCsr(ByteString.copyFrom(signingRequest))
                .setHost(host(host, version))
                .build();
    }

    static NodeMessage hello(HostFacts host, String version, long generationHeld) {
        Hello hello = Hello.newBuilder()
                .setHost(host(host, version))
                .setGenerationHeld(generationHeld)
                .build();
        return NodeMessage.newBuilder().setHello(hello).build();
    }

    static NodeMessage heartbeat(long generationApplied) {
        return NodeMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setGenerationApplied(generationApplied))
                .build();
    }

    static NodeMessage report(Report report) {
        NodeReport.Builder wire = NodeReport.newBuilder()
                .setGenerationApplied(report.generationApplied())
                .setWhole(report.whole())
                .addAllGone(report.gone().stream().map(SliceNames::ofNode).toList());
        report.slivers().forEach(sliver -> wire.addSlivers(sliver(sliver)));
        return NodeMessage.newBuilder().setReport(wire).build();
    }

    /** @throws IllegalArgumentException when it is no process that could be started */
    static SessionRequest session(OpenSession wire) {
        String directory = wire.getWorkingDirectory().isEmpty() ? "/" : wire.getWorkingDirectory();
        return new SessionRequest(
                wire.getSessionId(),
                SliceNames.onNode(wire.getSlice()),
                new ExecRequest(wire.getCommandList(), wire.getEnvironmentMap(), directory));
    }

    private static org.lamella.protocol.HostFacts host(HostFacts host, String version) {
        return org.lamella.protocol.HostFacts.newBuilder()
                .setHostname(host.hostname())
                .setKernel(host.kernel())
                .setCpus(host.cpus())
                .setMemoryBytes(host.memoryBytes())
                .setDiskBytes(host.diskBytes())
                .setCgroups(host.cgroups())
                .setRuntime(host.runtime())
                .setAgentVersion(version)
                .build();
    }

    private static SliverReport sliver(SliverStatus status) {
        SliverReport.Builder report = SliverReport.newBuilder()
                .setSlice(SliceNames.ofNode(status.slice()))
                .setIncarnation(status.incarnation())
                .setState(state(status.state()))
                .setReason(status.reason())
                .setSinceMillis(status.since().toEpochMilli())
                .setGenerationApplied(status.generationApplied())
                .setImageDigest(status.imageDigest())
                .setFrozen(status.frozen());
        if (status.disk().isKnown()) {
            report.setDisk(disk(status.disk()));
        }
        return report.build();
    }

    private static org.lamella.protocol.DiskUse disk(DiskUse disk) {
        return org.lamella.protocol.DiskUse.newBuilder()
                .setUsedBytes(disk.usedBytes())
                .setBytes(disk.bytes())
                .setUsedInodes(disk.usedInodes())
                .setInodes(disk.inodes())
                .build();
    }

    private static org.lamella.protocol.SliverState state(SliverState state) {
        return switch (state) {
            case STARTING -> org.lamella.protocol.SliverState.SLIVER_STATE_STARTING;
            case RUNNING -> org.lamella.protocol.SliverState.SLIVER_STATE_RUNNING;
            case DEGRADED -> org.lamella.protocol.SliverState.SLIVER_STATE_DEGRADED;
            case STOPPED -> org.lamella.protocol.SliverState.SLIVER_STATE_STOPPED;
            case FAILED -> org.lamella.protocol.SliverState.SLIVER_STATE_FAILED;
        };
    }
}

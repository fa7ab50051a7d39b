package org.lamella.agent.controllink;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lamella.agent.access.SessionRequest;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.plan.Awaited;
import org.lamella.agent.plan.DiskUse;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.reconcile.SliverState;
import org.lamella.agent.reconcile.SliverStatus;
import org.lamella.agent.runtime.ExecRequest;
import org.lamella.agent.runtime.TerminalSize;
import org.lamella.agent.ssh.DoorFacts;
import org.lamella.agent.ssh.SshLogin;
import org.lamella.agent.storage.ImageContents;
import org.lamella.agent.storage.ImageHoldings;
import org.lamella.protocol.DiskPlan;
import org.lamella.protocol.Heartbeat;
import org.lamella.protocol.HeldImage;
import org.lamella.protocol.Hello;
import org.lamella.protocol.ImagesHeld;
import org.lamella.protocol.JoinRequest;
import org.lamella.protocol.NodeDoor;
import org.lamella.protocol.NodeMessage;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.OpenSession;
import org.lamella.protocol.SliverAwaits;
import org.lamella.protocol.SliverReport;
import org.lamella.protocol.SshLogins;
import org.lamella.protocol.SshLoginsStored;

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

    static NodeMessage hello(HostFacts host, Optional<DoorFacts> door, String version, long generationHeld) {
        org.lamella.protocol.HostFacts.Builder facts = host(host, version).toBuilder();
        door.ifPresent(ssh -> facts.setSsh(
                NodeDoor.newBuilder().setHost(ssh.host()).setPort(ssh.port()).addAllHostKeys(ssh.hostKeys())));
        Hello hello = Hello.newBuilder()
                .setHost(facts)
                .setGenerationHeld(generationHeld)
                .build();
        return NodeMessage.newBuilder().setHello(hello).build();
    }

    static NodeMessage heartbeat(long generationApplied) {
        return NodeMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setGenerationApplied(generationApplied))
                .build();
    }

    static NodeMessage logins(List<SshLogin> logins) {
        return NodeMessage.newBuilder()
                .setLogins(SshLogins.newBuilder()
                        .addAllLogins(logins.stream().map(WireFormat::login).toList()))
                .build();
    }

    private static org.lamella.protocol.SshLogin login(SshLogin login) {
        return org.lamella.protocol.SshLogin.newBuilder()
                .setId(login.id())
                .setSlice(SliceNames.ofNode(login.slice()))
                .setAccount(login.account())
                .setKeyFingerprint(login.fingerprint())
                .setFrom(login.from())
                .setBeganMillis(login.beganMillis())
                .setEndedMillis(login.endedMillis())
                .build();
    }

    static List<SshLogin> stored(SshLoginsStored wire) {
        return wire.getLoginsList().stream()
                .map(login -> new SshLogin(
                        login.getId(),
                        SliceNames.onNode(login.getSlice()),
                        login.getAccount(),
                        login.getKeyFingerprint(),
                        login.getFrom(),
                        login.getBeganMillis(),
                        login.getEndedMillis()))
                .toList();
    }

    static NodeMessage report(Report report) {
        NodeReport.Builder wire = NodeReport.newBuilder()
                .setGenerationApplied(report.generationApplied())
                .setWhole(report.whole())
                .addAllGone(report.gone().stream().map(SliceNames::ofNode).toList());
        report.slivers().forEach(sliver -> wire.addSlivers(sliver(sliver)));
        return NodeMessage.newBuilder().setReport(wire).build();
    }

    static NodeMessage images(ImageHoldings holdings) {
        ImageContents alone = holdings.alone();
        ImagesHeld.Builder wire = ImagesHeld.newBuilder()
                .setHeldFiles(holdings.held().files())
                .setHeldBytes(holdings.held().bytes())
                .setAloneFiles(alone.files())
                .setAloneBytes(alone.bytes());
        holdings.images()
                .forEach(image -> wire.addImages(HeldImage.newBuilder()
                        .setName(image.name())
                        .setDigest(image.digest())
                        .setSource(image.source())
                        .setFiles(image.contents().files())
                        .setBytes(image.contents().bytes())));
        return NodeMessage.newBuilder().setImages(wire).build();
    }

    /** @throws IllegalArgumentException when it is no process that could be started */
    static SessionRequest session(OpenSession wire) {
        String directory = wire.getWorkingDirectory().isEmpty() ? "/" : wire.getWorkingDirectory();
        return new SessionRequest(
                wire.getSessionId(),
                SliceNames.onNode(wire.getSlice()),
                new ExecRequest(wire.getCommandList(), environment(wire), directory, terminal(wire)));
    }

    private static Map<String, String> environment(OpenSession wire) {
        Map<String, String> environment = new HashMap<>(wire.getEnvironmentMap());
        String type = wire.getTerminal().getType();
        if (!type.isEmpty()) {
            environment.putIfAbsent("TERM", type);
        }
        return environment;
    }

    private static Optional<TerminalSize> terminal(OpenSession wire) {
        return wire.hasTerminal() ? Optional.of(size(wire.getTerminal().getSize())) : Optional.empty();
    }

    static TerminalSize size(org.lamella.protocol.TerminalSize wire) {
        return TerminalSize.near(wire.getColumns(), wire.getRows());
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
                .setCheckpoints(host.checkpoints())
                .setSliverSubnet(host.sliverSubnet())
                .setDiskWeights(host.diskWeights())
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
                .setFrozen(status.frozen())
                .setCores(status.cores())
                .setLink(NetworkFormat.link(status.link()));
        if (!status.awaited().equals(Awaited.NOTHING)) {
            report.setAwaits(awaits(status.awaited()));
        }
        if (status.disk().isKnown()) {
            report.setDisk(disk(status.disk()));
        }
        return report.build();
    }

    private static SliverAwaits awaits(Awaited awaited) {
        SliverAwaits.Builder wire =
                SliverAwaits.newBuilder().setWords(awaited.words()).setTraffic(awaited.traffic());
        awaited.disk()
                .ifPresent(disk -> wire.setDisk(
                        DiskPlan.newBuilder().setBytes(disk.bytes()).setInodes(disk.inodes())));
        return wire.build();
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

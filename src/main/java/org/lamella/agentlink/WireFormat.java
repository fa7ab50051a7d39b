package org.lamella.agentlink;

import com.google.protobuf.ByteString;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.lamella.nodes.Door;
import org.lamella.nodes.Enrolment;
import org.lamella.nodes.HostFacts;
import org.lamella.nodes.HostKey;
import org.lamella.protocol.ArrivingDisk;
import org.lamella.protocol.ControlMessage;
import org.lamella.protocol.DiskPlan;
import org.lamella.protocol.ImageKind;
import org.lamella.protocol.ImagePlan;
import org.lamella.protocol.ImagesHeld;
import org.lamella.protocol.NodeCertificate;
import org.lamella.protocol.NodeDoor;
import org.lamella.protocol.NodePlan;
import org.lamella.protocol.NodeReport;
import org.lamella.protocol.Person;
import org.lamella.protocol.SliceMembers;
import org.lamella.protocol.SliverAwaits;
import org.lamella.protocol.SliverBounds;
import org.lamella.protocol.SliverGoal;
import org.lamella.protocol.SliverLife;
import org.lamella.protocol.SliverMemory;
import org.lamella.protocol.SliverPlan;
import org.lamella.protocol.SliverState;
import org.lamella.slices.DiskLimit;
import org.lamella.slices.Goal;
import org.lamella.slivers.Admission;
import org.lamella.slivers.DiskUse;
import org.lamella.slivers.ImagesOnNode;
import org.lamella.slivers.NodePlan.PlannedImage;
import org.lamella.slivers.NodePlan.PlannedLimits;
import org.lamella.slivers.NodePlan.PlannedSliver;
import org.lamella.slivers.Observation;
import org.lamella.slivers.SliverReport;
import org.lamella.slivers.SshLogin;

/** The one place where our records become messages and messages our records. */
final class WireFormat {
    private static final long LATEST_MILLIS =
            Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();
    private static final int LONGEST_TEXT = 2_000;

    private WireFormat() {}

    static ControlMessage plan(org.lamella.slivers.NodePlan plan) {
        NodePlan.Builder message = NodePlan.newBuilder().setGeneration(plan.generation());
        plan.slivers().forEach(sliver -> message.addSlivers(sliver(sliver)));
        plan.images().forEach(image -> message.addImages(image(image)));
        plan.arriving()
                .forEach(disk -> message.addArriving(ArrivingDisk.newBuilder()
                        .setTransfer(disk.transfer())
                        .setSlice(disk.slice())
                        .setIncarnation(disk.incarnation())));
        plan.admission().people().forEach(person -> message.addPeople(person(person)));
        plan.admission().slices().forEach(slice -> message.addMembers(members(slice)));
        message.setTraffic(PromiseFormat.uplink(plan.uplink()));
        return ControlMessage.newBuilder().setPlan(message).build();
    }

    private static Person person(Admission.Person person) {
        return Person.newBuilder()
                .setAccount(person.account())
                .addAllSshKeys(person.keys().stream().map(ByteString::copyFrom).toList())
                .build();
    }

    private static SliceMembers members(Admission.Members members) {
        return SliceMembers.newBuilder()
                .setSlice(members.slice())
                .addAllPeople(members.people())
                .build();
    }

    private static SliverPlan sliver(PlannedSliver sliver) {
        return SliverPlan.newBuilder()
                .setSlice(sliver.slice())
                .setGoal(goal(sliver.goal()))
                .setImage(sliver.image())
                .setIncarnation(sliver.incarnation())
                .setGeneration(sliver.generation())
                .setInitscript(sliver.initscript())
                .setCpu(PromiseFormat.cpu(sliver.promise().cpu()))
                .setTraffic(PromiseFormat.traffic(sliver.promise().traffic()))
                .setMemory(SliverMemory.newBuilder()
                        .setGuaranteedBytes(sliver.promise().guaranteedMemory()))
                .setIo(PromiseFormat.io(sliver.promise().io()))
                .setLife(SliverLife.newBuilder()
                        .setFirstInitscript(sliver.life().firstInitscript())
                        .setRestarts(sliver.life().restarts())
                        .setResets(sliver.life().resets())
                        .setFrozen(sliver.life().frozen()))
                .setDisk(DiskPlan.newBuilder()
                        .setBytes(sliver.disk().bytes())
                        .setInodes(sliver.disk().inodes())
                        .setSendAs(sliver.move().sendAs())
                        .setBroughtBy(sliver.move().broughtBy()))
                .setNetwork(NetworkFormat.network(sliver.network()))
                .setBounds(bounds(sliver.promise().limits(), sliver.capabilities()))
                .build();
    }

    private static SliverBounds bounds(PlannedLimits limits, List<String> capabilities) {
        return SliverBounds.newBuilder()
                .setProcesses(limits.processes())
                .setMemoryBytes(limits.memoryBytes())
                .setOpenFiles(limits.openFiles())
                .setLockedMemoryBytes(limits.lockedMemoryBytes())
                .setSharedMemoryBytes(limits.sharedMemoryBytes())
                .addAllCapabilities(capabilities)
                .build();
    }

    private static SliverGoal goal(Goal goal) {
        return switch (goal) {
            case RUNNING -> SliverGoal.SLIVER_GOAL_RUNNING;
            case STOPPED -> SliverGoal.SLIVER_GOAL_STOPPED;
            case ABSENT -> throw new IllegalArgumentException("a sliver that is wanted absent is not in a plan");
        };
    }

    private static ImagePlan image(PlannedImage image) {
        return ImagePlan.newBuilder()
                .setName(image.name())
                .setKind(
                        switch (image.kind()) {
                            case BUSYBOX -> ImageKind.IMAGE_KIND_BUSYBOX;
                            case DEBOOTSTRAP -> ImageKind.IMAGE_KIND_DEBOOTSTRAP;
                            case TAR -> ImageKind.IMAGE_KIND_TAR;
                            case ARCHIVE -> ImageKind.IMAGE_KIND_ARCHIVE;
                        })
                .setSource(image.source())
                .build();
    }

    static SliverReport report(NodeReport message) {
        return new SliverReport(
                message.getGenerationApplied(),
                message.getWhole(),
                message.getSliversList().stream()
                        .flatMap(sliver -> seen(sliver).stream())
                        .toList(),
                message.getGoneList());
    }

    private static Optional<SliverReport.Seen> seen(org.lamella.protocol.SliverReport sliver) {
        return observation(sliver.getState())
                .map(observation -> new SliverReport.Seen(
                        sliver.getSlice(),
                        sliver.getIncarnation(),
                        observation,
                        text(sliver.getReason()),
                        since(sliver.getSinceMillis()),
                        sliver.getGenerationApplied(),
                        text(sliver.getImageDigest()),
                        sliver.getFrozen(),
                        disk(sliver),
                        text(sliver.getCores()),
                        awaits(sliver),
                        NetworkFormat.link(sliver.getLink())));
    }

    /** Something that is not explained is not awaited. */
    private static SliverReport.Awaits awaits(org.lamella.protocol.SliverReport sliver) {
        SliverAwaits awaits = sliver.getAwaits();
        String words = text(awaits.getWords());
        if (words.isEmpty()) {
            return SliverReport.Awaits.NOTHING;
        }
        boolean otherDisk = awaits.getDisk().getBytes() > 0 && awaits.getDisk().getInodes() > 0;
        return new SliverReport.Awaits(
                words,
                otherDisk
                        ? Optional.of(new DiskLimit(
                                awaits.getDisk().getBytes(), awaits.getDisk().getInodes()))
                        : Optional.empty(),
                awaits.getTraffic());
    }

    private static Optional<DiskUse> disk(org.lamella.protocol.SliverReport sliver) {
        return sliver.hasDisk()
                ? Optional.of(new DiskUse(
                        Math.max(0, sliver.getDisk().getUsedBytes()),
                        Math.max(0, sliver.getDisk().getBytes()),
                        Math.max(0, sliver.getDisk().getUsedInodes()),
                        Math.max(0, sliver.getDisk().getInodes())))
                : Optional.empty();
    }

    /** Empty for a state that only a newer agent knows: nothing is learnt from it. */
    private static Optional<Observation> observation(SliverState state) {
        return switch (state) {
            case SLIVER_STATE_STARTING -> Optional.of(Observation.SEEN_STARTING);
            case SLIVER_STATE_RUNNING -> Optional.of(Observation.SEEN_RUNNING);
            case SLIVER_STATE_DEGRADED -> Optional.of(Observation.SEEN_DEGRADED);
            case SLIVER_STATE_STOPPED -> Optional.of(Observation.SEEN_STOPPED);
            case SLIVER_STATE_FAILED -> Optional.of(Observation.SEEN_FAILED);
            case SLIVER_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    static ImagesOnNode images(ImagesHeld message) {
        return new ImagesOnNode(
                new ImagesOnNode.Amount(amount(message.getAloneFiles()), amount(message.getAloneBytes())),
                new ImagesOnNode.Amount(amount(message.getHeldFiles()), amount(message.getHeldBytes())),
                message.getImagesList().stream()
                        .map(image -> new ImagesOnNode.Held(
                                text(image.getName()),
                                text(image.getDigest()),
                                text(image.getSource()),
                                amount(image.getFiles()),
                                amount(image.getBytes())))
                        .toList());
    }

    /** What is beyond the database's numbers comes as negative, and is nonsense. */
    static long amount(long sent) {
        return Math.max(0, sent);
    }

    static HostFacts host(org.lamella.protocol.HostFacts message) {
        return new HostFacts(
                text(message.getHostname()),
                text(message.getKernel()),
                message.getCpus(),
                message.getMemoryBytes(),
                message.getDiskBytes(),
                text(message.getCgroups()),
                text(message.getRuntime()),
                text(message.getAgentVersion()),
                text(message.getSliverSubnet()));
    }

    /** What an agent says of its door in words that are none is no door. */
    static Optional<Door> door(org.lamella.protocol.HostFacts message) {
        NodeDoor said = message.getSsh();
        return Door.isOne(said.getHost(), said.getPort())
                ? Optional.of(new Door(
                        said.getHost(),
                        said.getPort(),
                        said.getHostKeysList().stream()
                                .flatMap(line -> HostKey.parse(line).stream())
                                .toList()))
                : Optional.empty();
    }

    /** Empty for one whose id is none, which cannot be stored once. */
    static Optional<SshLogin> login(org.lamella.protocol.SshLogin message, String node) {
        try {
            return Optional.of(new SshLogin(
                    UUID.fromString(message.getId()),
                    node,
                    text(message.getSlice()),
                    text(message.getAccount()),
                    text(message.getKeyFingerprint()),
                    text(message.getFrom()),
                    since(message.getBeganMillis()),
                    message.getEndedMillis() == 0 ? null : since(message.getEndedMillis())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A node whose clock is far off shall not have its reports refused by the database, which keeps fewer years. */
    static Instant since(long millis) {
        return Instant.ofEpochMilli(Math.clamp(millis, 0, LATEST_MILLIS));
    }

    /**
     * Text from a node, which may be what some program there has printed. One character that PostgreSQL cannot keep would
     * have the report refused, and the node would send it again and again.
     */
    static String text(String sent) {
        String kept = sent.length() > LONGEST_TEXT ? sent.substring(0, LONGEST_TEXT - 1) + "…" : sent;
        return kept.replace('\0', '\uFFFD');
    }

    static NodeCertificate certificate(Enrolment.Issued issued) {
        NodeCertificate.Builder message =
                NodeCertificate.newBuilder().setNode(issued.node().text());
        issued.chain().forEach(certificate -> {
            try {
                message.addChain(ByteString.copyFrom(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e);
            }
        });
        return message.build();
    }
}

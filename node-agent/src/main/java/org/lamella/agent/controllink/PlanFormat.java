package org.lamella.agent.controllink;

import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lamella.agent.plan.Admission;
import org.lamella.agent.plan.ArrivingDisk;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliceNames;
import org.lamella.agent.plan.SliverBounds;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverMoving;
import org.lamella.agent.plan.SliverPlan;

/**
 * Reads one plan. What a newer control plane may say and this agent does not know concerns its sliver alone: that one
 * stays as the node holds it, and the rest of the plan is carried out.
 */
final class PlanFormat {
    private final org.lamella.protocol.NodePlan wire;
    private final Map<String, SliverPlan> slivers = new LinkedHashMap<>();
    private final Map<String, ImagePlan> images = new LinkedHashMap<>();
    private final Map<String, String> unknownImages = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();

    private PlanFormat(org.lamella.protocol.NodePlan wire) {
        this.wire = wire;
    }

    /**
     * @param held the plan that the node works from now
     * @throws IllegalArgumentException when the generation is negative
     */
    static ReceivedPlan read(org.lamella.protocol.NodePlan wire, NodePlan held) {
        return new PlanFormat(wire).read(held);
    }

    private ReceivedPlan read(NodePlan held) {
        wire.getImagesList().forEach(this::readImage);
        wire.getSliversList().forEach(this::readSliver);
        keepWhatIsNotUnderstood(held);
        NodePlan plan = new NodePlan(
                wire.getGeneration(),
                List.copyOf(slivers.values()),
                List.copyOf(images.values()),
                admission(),
                arriving(),
                PromiseFormat.read(wire.getTraffic()));
        return new ReceivedPlan(plan, problems);
    }

    private void readImage(org.lamella.protocol.ImagePlan image) {
        ImageKind kind = switch (image.getKind()) {
            case IMAGE_KIND_BUSYBOX -> ImageKind.BUSYBOX;
            case IMAGE_KIND_DEBOOTSTRAP -> ImageKind.DEBOOTSTRAP;
            case IMAGE_KIND_TAR -> ImageKind.TAR;
            case IMAGE_KIND_ARCHIVE -> ImageKind.ARCHIVE;
            case IMAGE_KIND_UNSPECIFIED, UNRECOGNIZED -> null;
        };
        if (kind == null) {
            unknownImages.put(image.getName(), "kind " + image.getKindValue() + " of image " + image.getName());
        } else {
            images.put(image.getName(), new ImagePlan(image.getName(), kind, image.getSource()));
        }
    }

    private void readSliver(org.lamella.protocol.SliverPlan sliver) {
        if (SliceNames.areWellFormed(sliver.getSlice())) {
            readSliver(SliceNames.onNode(sliver.getSlice()), sliver);
        } else {
            problems.put(sliver.getSlice(), "'" + sliver.getSlice() + "' is no name that a slice can have");
        }
    }

    private void readSliver(String slice, org.lamella.protocol.SliverPlan sliver) {
        Goal goal = switch (sliver.getGoal()) {
            case SLIVER_GOAL_RUNNING -> Goal.RUNNING;
            case SLIVER_GOAL_STOPPED -> Goal.STOPPED;
            case SLIVER_GOAL_UNSPECIFIED, UNRECOGNIZED -> null;
        };
        if (goal == null) {
            problems.put(slice, unknown("goal " + sliver.getGoalValue()));
        } else if (unknownImages.containsKey(sliver.getImage())) {
            problems.put(slice, unknown(unknownImages.get(sliver.getImage())));
        } else if (sliver.hasDisk()
                && !SliverDisk.isPossible(
                        sliver.getDisk().getBytes(), sliver.getDisk().getInodes())) {
            problems.put(
                    slice,
                    SliverDisk.tooSmall(
                            sliver.getDisk().getBytes(), sliver.getDisk().getInodes()));
        } else {
            try {
                add(read(slice, goal, sliver));
            } catch (IllegalArgumentException e) {
                problems.put(slice, e.getMessage());
            }
        }
    }

    private void add(SliverPlan sliver) {
        if (slivers.putIfAbsent(sliver.slice(), sliver) != null) {
            problems.put(sliver.slice(), "the plan of generation " + wire.getGeneration() + " names it more than once");
        }
    }

    /** @throws IllegalArgumentException when a number is out of its range */
    private static SliverPlan read(String slice, Goal goal, org.lamella.protocol.SliverPlan sliver) {
        return new SliverPlan(
                slice,
                goal,
                sliver.getImage(),
                sliver.getIncarnation(),
                sliver.getGeneration(),
                life(sliver),
                bounds(sliver),
                PromiseFormat.read(sliver),
                NetworkFormat.read(sliver.getNetwork()),
                disk(sliver),
                new SliverMoving(sliver.getDisk().getSendAs(), sliver.getDisk().getBroughtBy()));
    }

    /** What is not said, as by an older control plane, is as usual. */
    private static SliverBounds bounds(org.lamella.protocol.SliverPlan sliver) {
        org.lamella.protocol.SliverBounds said = sliver.getBounds();
        SliverBounds usual = SliverBounds.USUAL;
        return new SliverBounds(
                orUsual(said.getProcesses(), usual.processes()),
                Math.max(said.getMemoryBytes(), 0),
                orUsual(said.getOpenFiles(), usual.openFiles()),
                orUsual(said.getLockedMemoryBytes(), usual.lockedMemoryBytes()),
                orUsual(said.getSharedMemoryBytes(), usual.sharedMemoryBytes()),
                said.getCapabilitiesList());
    }

    private static long orUsual(long said, long usual) {
        return said > 0 ? said : usual;
    }

    private static SliverLife life(org.lamella.protocol.SliverPlan sliver) {
        org.lamella.protocol.SliverLife life = sliver.getLife();
        return new SliverLife(
                sliver.getInitscript(),
                life.getFirstInitscript(),
                life.getRestarts(),
                life.getResets(),
                life.getFrozen());
    }

    /** Of slices whose names are not taken on trust, only those that are a sliver's; numbers that are nobody's are left out. */
    private Admission admission() {
        List<Admission.Person> people = wire.getPeopleList().stream()
                .map(person -> new Admission.Person(
                        person.getAccount(),
                        person.getSshKeysList().stream()
                                .map(key -> Base64.getEncoder().encodeToString(key.toByteArray()))
                                .toList()))
                .toList();
        Map<String, List<Integer>> members = new HashMap<>();
        wire.getMembersList().stream()
                .filter(slice -> SliceNames.areWellFormed(slice.getSlice()))
                .forEach(slice -> members.put(
                        SliceNames.onNode(slice.getSlice()),
                        slice.getPeopleList().stream()
                                .filter(number -> number >= 0 && number < people.size())
                                .toList()));
        return new Admission(people, members);
    }

    private List<ArrivingDisk> arriving() {
        return wire.getArrivingList().stream()
                .filter(disk -> SliceNames.areWellFormed(disk.getSlice()))
                .map(disk ->
                        new ArrivingDisk(disk.getTransfer(), SliceNames.onNode(disk.getSlice()), disk.getIncarnation()))
                .toList();
    }

    private static SliverDisk disk(org.lamella.protocol.SliverPlan sliver) {
        return sliver.hasDisk()
                ? new SliverDisk(sliver.getDisk().getBytes(), sliver.getDisk().getInodes())
                : SliverDisk.USUAL;
    }

    private String unknown(String what) {
        return "this agent does not know the " + what + " in the plan of generation " + wire.getGeneration()
                + "; a newer agent may";
    }

    private void keepWhatIsNotUnderstood(NodePlan held) {
        Map<String, ImagePlan> heldImages =
                held.images().stream().collect(Collectors.toMap(ImagePlan::name, Function.identity(), (a, b) -> a));
        slivers.keySet().removeAll(problems.keySet());
        for (SliverPlan sliver : held.slivers()) {
            if (problems.containsKey(sliver.slice())) {
                slivers.put(sliver.slice(), sliver);
                if (heldImages.containsKey(sliver.image())) {
                    images.putIfAbsent(sliver.image(), heldImages.get(sliver.image()));
                }
            }
        }
    }
}

package org.lamella.agent.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What to do to a node so that it holds what its plan says: a pure function of the two. */
public final class PlanDiff {
    /** Names become folders, host names and control groups, so they are not taken on trust. */
    private static final Pattern SLICE = Pattern.compile("[a-z0-9][a-zA-Z0-9_-]{0,63}");

    private PlanDiff() {}

    /**
     * @param existing everything of ours that is on the node, each slice once
     * @return one action for each slice of either side; what frees something comes before what takes something
     */
    public static List<Action> actions(NodePlan plan, List<Existing> existing) {
        Map<String, Existing> found = existing.stream().collect(Collectors.toMap(Existing::slice, Function.identity()));
        Map<String, SliverPlan> wanted = new TreeMap<>();
        List<Action> actions = new ArrayList<>();
        for (SliverPlan sliver : plan.slivers()) {
            // The newer life of a sliver that is named twice is the one that was meant.
            wanted.merge(sliver.slice(), sliver, (a, b) -> a.incarnation() >= b.incarnation() ? a : b);
        }
        wanted.values().forEach(sliver -> actions.add(action(sliver, found.remove(sliver.slice()))));
        found.values().forEach(gone -> actions.add(new Action.Destroy(gone)));
        actions.sort(Comparator.comparingInt(PlanDiff::rank).thenComparing(Action::slice));
        return actions;
    }

    private static Action action(SliverPlan wanted, Existing existing) {
        if (!SLICE.matcher(wanted.slice()).matches()) {
            return new Action.Refuse(
                    wanted, "'" + wanted.slice() + "' is not a slice name that a node can use: it must match " + SLICE);
        }
        if (existing == null) {
            return switch (wanted.goal()) {
                case RUNNING -> new Action.Create(wanted);
                case STOPPED -> new Action.Leave(wanted);
            };
        }
        if (!existing.isOf(wanted)) {
            return new Action.Replace(wanted, existing);
        }
        return switch (wanted.goal()) {
            case RUNNING -> towardsRunning(wanted, existing);
            case STOPPED -> towardsStopped(wanted, existing);
        };
    }

    private static Action towardsRunning(SliverPlan wanted, Existing existing) {
        return switch (existing.condition()) {
            case STOPPED -> new Action.Start(wanted, existing);
            case RUNNING -> whileRunning(wanted, existing);
            case PARTIAL, DEAD -> new Action.Restart(wanted, existing);
        };
    }

    private static Action whileRunning(SliverPlan wanted, Existing existing) {
        if (existing.life().resets() < wanted.life().resets()) {
            return new Action.Reset(wanted, existing);
        }
        if (existing.life().restarts() < wanted.life().restarts()) {
            return new Action.Restart(wanted, existing);
        }
        if (existing.life().frozen() == wanted.life().frozen()) {
            return new Action.Keep(wanted, existing);
        }
        return wanted.life().frozen() ? new Action.Freeze(wanted, existing) : new Action.Thaw(wanted, existing);
    }

    private static Action towardsStopped(SliverPlan wanted, Existing existing) {
        return switch (existing.condition()) {
            case STOPPED -> new Action.Keep(wanted, existing);
            case RUNNING, PARTIAL, DEAD -> new Action.Stop(wanted, existing);
        };
    }

    private static int rank(Action action) {
        return switch (action) {
            case Action.Destroy destroy -> 0;
            case Action.Stop stop -> 1;
            case Action.Replace replace -> 2;
            case Action.Freeze freeze -> 3;
            case Action.Thaw thaw -> 4;
            case Action.Relieve relieve -> 0;
            case Action.Reset reset -> 5;
            case Action.Restart restart -> 6;
            case Action.Start start -> 7;
            case Action.Create create -> 8;
            case Action.Refuse refuse -> 9;
            case Action.Keep keep -> 10;
            case Action.Leave leave -> 11;
        };
    }
}

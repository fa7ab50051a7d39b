package org.lamella.agent.reconcile;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.lamella.agent.plan.Action;
import org.lamella.agent.plan.Condition;
import org.lamella.agent.plan.Existing;

/**
 * Slivers that are to be reset for the node's sake, whatever its plan says. An order is about one context and none after it, so
 * it is never obeyed twice; nothing of it outlives the agent.
 */
public final class ResetOrders {
    /**
     * @param context when the context was finished that is meant
     * @param why for its owner
     * @param obeyed runs once its processes were ended
     * @param withdrawn runs instead, when the context went otherwise
     */
    public record Order(String slice, Instant context, String why, Runnable obeyed, Runnable withdrawn) {
        public Order {
            Objects.requireNonNull(slice);
            Objects.requireNonNull(context);
            Objects.requireNonNull(why);
        }

        private boolean isAbout(Existing existing) {
            boolean whole = existing.condition() == Condition.RUNNING || existing.condition() == Condition.DEAD;
            return whole && existing.slice().equals(slice) && existing.since().equals(context);
        }
    }

    private final Map<String, Order> open = new ConcurrentHashMap<>();
    private final Runnable wake;

    /** @param wake called when there is one; must return at once */
    public ResetOrders(Runnable wake) {
        this.wake = wake;
    }

    public void put(Order order) {
        if (open.putIfAbsent(order.slice(), order) == null) {
            wake.run();
        } else {
            order.withdrawn().run();
        }
    }

    public boolean isOpen(String slice) {
        return open.containsKey(slice);
    }

    public boolean areOpen() {
        return !open.isEmpty();
    }

    /**
     * What is to be done where orders stand above what would otherwise be, and that first. Orders whose contexts are not there
     * any more go.
     *
     * @param actions of a pass, each slice of the node once
     */
    List<Action> over(List<Action> actions, List<Existing> existing) {
        if (open.isEmpty()) {
            return actions;
        }
        Map<String, Existing> found = existing.stream().collect(Collectors.toMap(Existing::slice, each -> each));
        for (Order order : List.copyOf(open.values())) {
            Existing now = found.get(order.slice());
            if (now == null || !order.isAbout(now)) {
                close(order.slice()).ifPresent(gone -> gone.withdrawn().run());
            }
        }
        return actions.stream()
                .map(this::over)
                .sorted(Comparator.comparing(action -> !(action instanceof Action.Relieve)))
                .toList();
    }

    private Action over(Action action) {
        Order order = open.get(action.slice());
        return switch (action) {
            case Action.Keep keep -> over(keep, keep.existing(), order);
            case Action.Freeze freeze -> over(freeze, freeze.existing(), order);
            case Action.Thaw thaw -> over(thaw, thaw.existing(), order);
            case Action.Restart restart -> over(restart, restart.existing(), order);
            case Action.OnWanted otherwise -> otherwise;
            case Action.Destroy destroy -> destroy;
        };
    }

    private static Action over(Action.OnWanted action, Existing now, Order order) {
        return meets(order, now) ? new Action.Relieve(action.wanted(), now) : action;
    }

    private static boolean meets(Order order, Existing now) {
        return order != null && order.isAbout(now) && now.condition() == Condition.RUNNING;
    }

    /** The slice's processes were ended. @return why */
    String obeyed(String slice) {
        Optional<Order> order = close(slice);
        order.ifPresent(done -> done.obeyed().run());
        return order.map(Order::why).orElse("");
    }

    private Optional<Order> close(String slice) {
        return Optional.ofNullable(open.remove(slice));
    }
}

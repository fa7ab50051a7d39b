package org.lamella.agent.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lamella.agent.network.SliverLink;

/**
 * What the node last saw of itself: written by the reconciler, read by whoever reports it.
 *
 * <p>Listeners are called after every change, on the thread that made it, and must only set a flag or release a
 * permit: they read the board when they are ready, so that many changes collapse into one report.
 */
public final class StatusBoard {
    /** @param generationApplied the newest plan of which every sliver has been dealt with, well or badly */
    public record Status(long generationApplied, Map<String, SliverStatus> slivers) {
        public Status {
            slivers = Map.copyOf(slivers);
        }
    }

    private final TreeMap<String, SliverStatus> slivers = new TreeMap<>();
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Map<String, SliverLink> links = Map.of();
    private long generationApplied;

    public synchronized Status status() {
        if (links.isEmpty()) {
            return new Status(generationApplied, slivers);
        }
        Map<String, SliverStatus> linked = new HashMap<>(slivers);
        links.forEach((slice, link) -> linked.computeIfPresent(slice, (name, status) -> status.with(link)));
        return new Status(generationApplied, linked);
    }

    /** How slivers' links are seen now, in place of how they were. */
    public void links(Map<String, SliverLink> now) {
        synchronized (this) {
            if (links.equals(now)) {
                return;
            }
            links = Map.copyOf(now);
        }
        changed();
    }

    public void put(SliverStatus status) {
        synchronized (this) {
            if (status.equals(slivers.put(status.slice(), status))) {
                return;
            }
        }
        changed();
    }

    public void remove(String slice) {
        synchronized (this) {
            if (slivers.remove(slice) == null) {
                return;
            }
        }
        changed();
    }

    /** @param generation of which every sliver has been dealt with */
    public void applied(long generation) {
        synchronized (this) {
            if (generationApplied == generation) {
                return;
            }
            generationApplied = generation;
        }
        changed();
    }

    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}

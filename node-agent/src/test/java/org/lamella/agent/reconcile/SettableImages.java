package org.lamella.agent.reconcile;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.plan.ImagePlan;
import org.lamella.agent.storage.Availability;
import org.lamella.agent.storage.Image;
import org.lamella.agent.storage.Images;

/** Images that are as far as the test says; ready, where it says nothing. */
final class SettableImages implements Images {
    private final Map<String, Availability> availability = new ConcurrentHashMap<>();

    void set(String name, Availability now) {
        availability.put(name, now);
    }

    void ready(String name) {
        availability.remove(name);
    }

    @Override
    public Availability ensure(ImagePlan plan) {
        return availability.getOrDefault(plan.name(), new Availability.Ready(image(plan.name())));
    }

    @Override
    public Optional<Image> find(String name, String digest) {
        return Optional.of(image(name)).filter(image -> image.digest().equals(digest));
    }

    private static Image image(String name) {
        return new Image(name, "sha256:" + name, Path.of("/nonexistent"));
    }
}

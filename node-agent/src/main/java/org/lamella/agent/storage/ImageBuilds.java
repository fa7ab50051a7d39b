package org.lamella.agent.storage;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lamella.agent.plan.ImagePlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds images beside the reconciler: one virtual thread for each image that is wanted and not there. */
public final class ImageBuilds implements Images {
    private static final Logger log = LoggerFactory.getLogger(ImageBuilds.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private sealed interface Build {
        record Running(int percent) implements Build {}

        record Broken(String reason, Instant retryAt) implements Build {}
    }

    private final ImageStore store;
    private final Clock clock;
    private final Runnable changed;
    private final Map<ImagePlan, Build> builds = new ConcurrentHashMap<>();

    /** @param changed called whenever an image has come further; must return at once */
    public ImageBuilds(ImageStore store, Clock clock, Runnable changed) {
        this.store = store;
        this.clock = clock;
        this.changed = changed;
    }

    @Override
    public Optional<Image> find(String name, String digest) {
        try {
            return touched(store.find(name, digest));
        } catch (IOException e) {
            log.warn("image {} {}: {}", name, digest, e.getMessage());
            return Optional.empty();
        }
    }

    /** Nobody removes it from here on, as long as what uses it says so soon. */
    private Optional<Image> touched(Optional<Image> found) throws IOException {
        return found.isPresent() && store.touch(found.get(), clock.instant()) ? found : Optional.empty();
    }

    @Override
    public Availability ensure(ImagePlan plan) {
        try {
            Optional<Image> image = touched(store.find(plan));
            if (image.isPresent()) {
                return new Availability.Ready(image.get());
            }
        } catch (IOException e) {
            return new Availability.Failed(e.getMessage());
        }
        Build build = builds.compute(plan, (wanted, known) -> shouldStart(known) ? start(wanted) : known);
        return switch (build) {
            case Build.Running running -> new Availability.Building(running.percent());
            case Build.Broken broken -> new Availability.Failed(broken.reason());
        };
    }

    private boolean shouldStart(Build known) {
        return switch (known) {
            case null -> true;
            case Build.Running running -> false;
            case Build.Broken broken -> !clock.instant().isBefore(broken.retryAt());
        };
    }

    private Build start(ImagePlan plan) {
        Thread.ofVirtual().name("image " + plan.name()).start(() -> build(plan));
        return new Build.Running(0);
    }

    private void build(ImagePlan plan) {
        try {
            Image image = store.build(plan, percent -> progress(plan, percent));
            log.info("image {} is built: {}", plan.name(), image.digest());
            builds.remove(plan);
        } catch (IOException | RuntimeException e) {
            log.warn("image {}: {}", plan.name(), e.getMessage(), e);
            builds.put(plan, new Build.Broken(reason(plan, e), clock.instant().plus(RETRY_AFTER)));
        }
        changed.run();
    }

    private static String reason(ImagePlan plan, Exception e) {
        return e instanceof IOException ? e.getMessage() : "image " + plan.name() + " cannot be built: " + e;
    }

    private void progress(ImagePlan plan, int percent) {
        Build.Running now = new Build.Running(percent);
        if (!now.equals(builds.put(plan, now))) {
            changed.run();
        }
    }
}

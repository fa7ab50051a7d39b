package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lamella.agent.plan.ImagePlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what one agent has in use, lets go of what nobody uses, and knows what is there.
 *
 * <p>An image is in use while a sliver's disk lies on it, whether or not the sliver runs, and while the plan names it. For a
 * while after its last use it stays, since it may be wanted again and took time to get.
 */
public final class ImageCare {
    private static final Logger log = LoggerFactory.getLogger(ImageCare.class);

    private final ImageStore store;
    private final Path agent;
    private final Duration grace;
    private final Clock clock;
    private volatile ImageHoldings holdings = ImageHoldings.NONE;
    private boolean begun;

    /**
     * @param agent the folder that holds the agent's disks
     * @param grace how long an image stays that is in no use
     */
    public ImageCare(ImageStore store, Path agent, Duration grace, Clock clock) {
        this.store = store;
        this.agent = agent;
        this.grace = grace;
        this.clock = clock;
    }

    /** @param disks the digests that the agent's disks lie on */
    public void tend(Set<String> disks, List<ImagePlan> planned) throws IOException {
        Set<String> used = new HashSet<>(disks);
        for (ImagePlan plan : planned) {
            built(plan).ifPresent(image -> used.add(image.digest()));
        }
        store.use(agent, used);
        store.collect(clock.instant().minus(grace));
        List<HeldImage> images = store.images();
        if (!begun || !images.equals(holdings.images())) {
            store.sweep();
            holdings = new ImageHoldings(images, store.held());
            begun = true;
        }
    }

    private Optional<Image> built(ImagePlan plan) {
        try {
            return store.find(plan);
        } catch (IOException e) {
            log.debug("image {}: {}", plan.name(), e.getMessage());
            return Optional.empty();
        }
    }

    /** As of when it was last tended. */
    public ImageHoldings holdings() {
        return holdings;
    }
}

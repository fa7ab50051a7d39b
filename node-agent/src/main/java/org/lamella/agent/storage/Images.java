package org.lamella.agent.storage;

import java.util.Optional;
import org.lamella.agent.plan.ImagePlan;

/** Where contexts get their images. Nothing here waits for an image to be built. */
public interface Images {
    /** Tells how far the image is, after starting to build it when nobody has. */
    Availability ensure(ImagePlan plan);

    /** @return the image of that very content, whatever its name means by now; empty when it is not on this node */
    Optional<Image> find(String name, String digest);
}

package org.lamella.agent.context;

import java.util.Objects;
import org.lamella.agent.plan.SliverDisk;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverMoving;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.Image;

/**
 * All that the steps must know to build one context.
 *
 * @param address the sliver's IPv4 address
 */
record Blueprint(SliverPlan plan, Image image, String address) {
    Blueprint {
        Objects.requireNonNull(plan);
        Objects.requireNonNull(image);
        Objects.requireNonNull(address);
    }

    String slice() {
        return plan.slice();
    }

    long incarnation() {
        return plan.incarnation();
    }

    SliverLife life() {
        return plan.life();
    }

    SliverDisk disk() {
        return plan.disk();
    }

    SliverMoving moving() {
        return plan.moving();
    }

    /** Host names have no underscores; slice names always do. */
    String hostname() {
        return slice().replace('_', '-');
    }
}

package org.lamella.agent.cgroups;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets all processes of a leaf stand still, and go on: by v1's freezer controller, or by what every group of v2 has. */
public final class Freezer {
    private static final String CONTROLLER = "freezer";
    private static final Duration LOOK = Duration.ofMillis(2);
    private static final int LOOKS = 1_000;

    private final Cgroups cgroups;
    private final boolean unified;

    public Freezer(Cgroups cgroups) {
        this.cgroups = cgroups;
        this.unified = cgroups.isUnified(CONTROLLER);
    }

    /** False also where there is no such leaf. */
    public boolean isFrozen(String leaf) throws IOException {
        try {
            return unified
                    ? cgroups.read(leaf, CONTROLLER, "cgroup.events").lines().anyMatch("frozen 1"::equals)
                    : cgroups.read(leaf, CONTROLLER, "freezer.state").equals("FROZEN");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Returns when all stand still.
     *
     * @throws IOException when one does not within 2 s, because it waits for a device; it will as soon as that has answered
     */
    public void freeze(String leaf) throws IOException {
        set(leaf, true);
        for (int look = 1; !isFrozen(leaf); look++) {
            if (look == LOOKS) {
                throw new IOException("not all processes of " + leaf + " stand still yet: one waits for a device");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Harmless where nothing is frozen, or there is no such leaf. */
    public void thaw(String leaf) throws IOException {
        try {
            set(leaf, false);
        } catch (NoSuchFileException e) {
            // What is not there does not stand still.
        }
    }

    private void set(String leaf, boolean still) throws IOException {
        if (unified) {
            cgroups.write(leaf, CONTROLLER, "cgroup.freeze", still ? "1" : "0");
        } else {
            cgroups.write(leaf, CONTROLLER, "freezer.state", still ? "FROZEN" : "THAWED");
        }
    }
}

package org.lamella.agent.cgroups;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lamella.agent.host.Mounts.Mount;

/**
 * One mounted cgroup tree.
 *
 * @param controllers those bound to it; empty for the unified tree, which lists its own in {@code cgroup.controllers}
 */
record Hierarchy(Path root, boolean unified, Set<String> controllers) {
    private static final Set<String> NOT_CONTROLLERS =
            Set.of("rw", "ro", "xattr", "none", "noprefix", "clone_children", "cpuset_v2_mode", "favordynmods");

    Hierarchy {
        controllers = Set.copyOf(controllers);
    }

    /** Every hierarchy once, at its first mount: a bind mount of one elsewhere shows the same groups again. */
    static List<Hierarchy> among(List<Mount> mounts) {
        List<Hierarchy> found = new ArrayList<>();
        Set<Set<String>> seen = new HashSet<>();
        for (Mount mount : mounts) {
            boolean unified = mount.type().equals("cgroup2");
            if (!unified && !mount.type().equals("cgroup")) {
                continue;
            }
            Set<String> controllers = new HashSet<>(unified ? Set.of() : mount.options());
            controllers.removeAll(NOT_CONTROLLERS);
            controllers.removeIf(option -> option.startsWith("release_agent="));
            if (seen.add(controllers)) {
                found.add(new Hierarchy(mount.target(), unified, controllers));
            }
        }
        return found;
    }
}

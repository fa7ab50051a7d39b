package org.lamella.agent.runtime;

import java.util.List;
import org.lamella.agent.cgroups.CgroupVersion;

/** What builds the contexts. */
public enum RuntimeKind {
    RUNC,
    CRUN,
    /** Nothing does: contexts exist in the agent's memory only, and it says so. */
    MEMORY;

    /** The command that runs it on this host, without arguments; empty for {@link #MEMORY}. */
    List<String> command(CgroupVersion cgroups) {
        return switch (this) {
            case RUNC -> List.of("runc");
            case CRUN -> cgroups == CgroupVersion.HYBRID ? withoutUnifiedTree() : List.of("crun");
            case MEMORY -> List.of();
        };
    }

    /** crun refuses hosts with both cgroup trees, so it gets to see one of them, in a mount namespace of its own. */
    private static List<String> withoutUnifiedTree() {
        return List.of("unshare", "--mount", "sh", "-c", "umount /sys/fs/cgroup/unified && exec crun \"$@\"", "crun");
    }
}

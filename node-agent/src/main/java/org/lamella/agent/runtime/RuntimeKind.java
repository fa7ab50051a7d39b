package org.lamella.agent.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.lamella.agent.cgroups.CgroupVersion;
import org.lamella.agent.cgroups.Cgroups;

/** What builds the contexts. */
public enum RuntimeKind {
    RUNC,
    CRUN,
    /** Nothing does: contexts exist in the agent's memory only, and it says so. */
    MEMORY;

    private static final String WITHOUT_UNIFIED_TREE = "umount /sys/fs/cgroup/unified && exec crun \"$@\"";

    /** The command that runs it on this host, without arguments; empty for {@link #MEMORY}. */
    List<String> command(CgroupVersion cgroups) {
        return switch (this) {
            case RUNC -> List.of("runc");
            case CRUN -> cgroups == CgroupVersion.HYBRID ? shell(WITHOUT_UNIFIED_TREE) : List.of("crun");
            case MEMORY -> List.of();
        };
    }

    /**
     * The same for something that starts processes in a context, which are to be in its group of the unified tree, too: there the kernel counts what they use and
     * wait for. runc sees to that by itself.
     */
    List<String> commandStarting(Cgroups cgroups, String leaf) throws IOException {
        List<String> command = new ArrayList<>(command(cgroups.version()));
        if (this == CRUN && cgroups.version() == CgroupVersion.HYBRID) {
            command = new ArrayList<>(shell("echo $$ >\"$1\" && shift && " + WITHOUT_UNIFIED_TREE));
            command.add(cgroups.unifiedFile(leaf, "cgroup.procs").toString());
        }
        return command;
    }

    /** crun refuses hosts with both cgroup trees, so it gets to see one of them, in a mount namespace of its own. */
    private static List<String> shell(String script) {
        return List.of("unshare", "--mount", "sh", "-c", script, "crun");
    }
}

package org.lamella.agent.runtime;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What root inside a context may do. */
public final class Capabilities {
    /** Docker's default set: root inside may administer what is inside, and nothing that is the node's. */
    private static final Set<String> USUAL = Set.of(
            "CAP_AUDIT_WRITE",
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_MKNOD",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_RAW",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

    /**
     * What a slice may be granted beyond that: each of these the kernel looks for in the user namespace that owns the thing, so it
     * reaches the context's own network, processes and IPC objects and nothing else. Those that it looks for in the host's (raw
     * I/O, modules, the clock, the log, quotas) would be worth nothing inside; and CAP_SYS_ADMIN, which is both, opens more of
     * the kernel than anybody can oversee.
     */
    private static final Set<String> GRANTABLE =
            new TreeSet<>(Set.of("CAP_IPC_OWNER", "CAP_NET_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_PTRACE"));

    private Capabilities() {}

    /**
     * @param granted beyond the usual ones
     * @throws IllegalArgumentException when any of them is not to be had
     */
    public static Set<String> of(Collection<String> granted) {
        List<String> refused =
                granted.stream().filter(name -> !GRANTABLE.contains(name)).toList();
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(
                    "no sliver is given " + String.join(", ", refused) + "; this agent can give " + GRANTABLE);
        }
        Set<String> all = new TreeSet<>(USUAL);
        all.addAll(granted);
        return all;
    }

    /** The inheritable and ambient sets stay empty: what is not root inside has none unless its program's file gives it some. */
    static Map<String, Set<String>> sets(Set<String> capabilities) {
        Map<String, Set<String>> sets = new TreeMap<>();
        for (String set : List.of("bounding", "effective", "permitted")) {
            sets.put(set, capabilities);
        }
        return sets;
    }
}

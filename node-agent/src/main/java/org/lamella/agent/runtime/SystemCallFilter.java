package org.lamella.agent.runtime;

import java.util.List;

/**
 * The system calls that contexts are denied; all others are allowed.
 *
 * <p>Those for keys, because keys have no namespaces. Contexts are made without a keyring of their own, since the kernel gives
 * one user no more than 200 and all slivers are the same user outside, so no node could have more slivers and sessions than
 * that; and what they have instead is the agent's.
 */
final class SystemCallFilter {
    private static final List<String> DENIED = List.of("add_key", "keyctl", "request_key");
    /** As from a kernel that has none of it: programs go on without. */
    private static final int ENOSYS = 38;

    private SystemCallFilter() {}

    static OciConfig.Seccomp forThisMachine() {
        return new OciConfig.Seccomp(
                "SCMP_ACT_ALLOW",
                architectures(System.getProperty("os.arch")),
                List.of(new OciConfig.SystemCalls(DENIED, "SCMP_ACT_ERRNO", ENOSYS)));
    }

    /** With those whose programs the machine can also run: a filter kills what makes calls of an architecture it does not name. */
    static List<String> architectures(String machine) {
        return switch (machine) {
            case "amd64" -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
            case "aarch64" -> List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
            default -> List.of();
        };
    }
}

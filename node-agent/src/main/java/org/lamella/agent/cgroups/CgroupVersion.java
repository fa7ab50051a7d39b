package org.lamella.agent.cgroups;

/** Which of the kernel's two cgroup interfaces holds the controllers. */
public enum CgroupVersion {
    /** A hierarchy for each controller, and no unified one. */
    V1,
    /** Controllers on v1; a unified hierarchy beside them, without controllers, or with those that v1 was told to do without. */
    HYBRID,
    /** One unified hierarchy with all controllers. */
    V2;

    /** As it goes on the wire: {@code v1}, {@code hybrid} or {@code v2}. */
    public String word() {
        return switch (this) {
            case V1 -> "v1";
            case HYBRID -> "hybrid";
            case V2 -> "v2";
        };
    }
}

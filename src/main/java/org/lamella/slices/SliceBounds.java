package org.lamella.slices;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What each sliver of a slice may have at once, and what its root may do beyond the usual.
 *
 * @param own those that are set for the slice; for the others the usual number holds
 * @param capabilities such as {@code CAP_NET_ADMIN}, in order
 */
public record SliceBounds(Map<Bound, Long> own, List<String> capabilities) {
    public static final SliceBounds USUAL = new SliceBounds(Map.of(), List.of());

    /**
     * What a slice can be granted: what the kernel looks for in the user namespace that owns the thing, so that it reaches nothing
     * beyond the sliver. Agents check it once more.
     */
    public static final List<String> GRANTABLE =
            List.of("CAP_IPC_OWNER", "CAP_NET_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_PTRACE");

    public SliceBounds {
        own = own.isEmpty() ? Map.of() : new EnumMap<>(own);
        capabilities = List.copyOf(capabilities);
    }

    /** Empty: as much as the node has. */
    public OptionalLong of(Bound bound) {
        Long set = own.get(bound);
        return set == null ? bound.usual() : OptionalLong.of(set);
    }
}

package org.lamella.slivers;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody was in a sliver by ssh.
 *
 * @param fingerprint of the key, {@code SHA256:…}
 * @param from the client's address
 * @param endedAt null while it lasts
 */
public record SshLogin(
        UUID id,
        String node,
        String slice,
        String account,
        String fingerprint,
        String from,
        Instant beganAt,
        @Nullable Instant endedAt) {}

package org.lamella.agent.ssh;

import java.util.Objects;

/**
 * That somebody has logged in.
 *
 * @param id told from all others of the testbed by it
 * @param slice its name on the node
 * @param account whose key it was
 * @param fingerprint of the key, {@code SHA256:…}
 * @param from the client's address
 * @param beganMillis since 1970 UTC
 * @param endedMillis likewise; 0 while it lasts
 */
public record SshLogin(
        String id, String slice, String account, String fingerprint, String from, long beganMillis, long endedMillis) {
    public SshLogin {
        Objects.requireNonNull(id);
        Objects.requireNonNull(slice);
        Objects.requireNonNull(account);
        Objects.requireNonNull(fingerprint);
        Objects.requireNonNull(from);
    }

    boolean hasEnded() {
        return endedMillis > 0;
    }

    SshLogin ended(long millis) {
        return new SshLogin(id, slice, account, fingerprint, from, beganMillis, Math.max(millis, beganMillis));
    }
}

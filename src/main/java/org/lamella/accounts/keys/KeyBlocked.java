package org.lamella.accounts.keys;

import java.util.List;

/**
 * Told within the transaction that blocks a key.
 *
 * @param owners the mail addresses of those who had it, and have it no more
 */
public record KeyBlocked(String fingerprint, String reason, List<String> owners) {
    public KeyBlocked {
        owners = List.copyOf(owners);
    }
}

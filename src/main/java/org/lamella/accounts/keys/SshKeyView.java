package org.lamella.accounts.keys;

import java.time.Instant;

/**
 * A key of somebody, for pages and API alike.
 *
 * @param key the line as it would stand in an {@code authorized_keys} file
 */
public record SshKeyView(long id, String type, String fingerprint, String comment, String key, Instant createdAt) {}

package org.lamella.nodes;

import java.time.Instant;

/** Told within the transaction that marks the node: it has gone silent, or was revoked and is not listened to any more. */
public record NodeUnreachable(long nodeId, NodeName name, Instant lastHeard) {}

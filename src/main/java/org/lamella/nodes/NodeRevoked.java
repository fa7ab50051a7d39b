package org.lamella.nodes;

/** Told within the transaction that revokes the node's certificates, under its lock: it will never report again. */
public record NodeRevoked(long nodeId, NodeName name) {}

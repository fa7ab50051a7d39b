package org.lamella.nodes;

/** Told within the transaction that plans the window: those whose slices run on the node are to hear of it. */
public record MaintenanceAnnounced(long nodeId, NodeName name, MaintenanceWindow window) {}

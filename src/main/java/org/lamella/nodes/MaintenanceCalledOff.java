package org.lamella.nodes;

/**
 * A window will not be, or has ended early; told in the transaction that does it.
 *
 * @param by the mail address of who called it off
 */
public record MaintenanceCalledOff(long nodeId, NodeName name, MaintenanceWindow window, String by) {}

package org.lamella.agent.controllink;

import org.lamella.agent.console.ConsoleSource;
import org.lamella.agent.spectator.Spectator;

/** Who on the node answers what the control plane may ask: each may block, and is called by several threads at once. */
public record Inquiries(Spectator spectator, ConsoleSource console) {}

package org.lamella.agent.controllink;

import org.lamella.agent.access.Sessions;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.reconcile.StatusBoard;

/**
 * What the link connects the control plane with.
 *
 * @param inquiries what it may be asked
 * @param ssh how people come in, and who did
 * @param host what it is made of
 * @param version the agent's own
 */
public record NodeSide(
        PlanHolder plans,
        StatusBoard board,
        Sessions sessions,
        Inquiries inquiries,
        SshSide ssh,
        HostFacts host,
        String version) {}

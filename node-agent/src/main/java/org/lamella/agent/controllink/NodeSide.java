package org.lamella.agent.controllink;

import java.util.function.Supplier;
import org.lamella.agent.access.Sessions;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.reconcile.StatusBoard;
import org.lamella.agent.storage.ImageHoldings;

/**
 * What the link connects the control plane with.
 *
 * @param images what it holds of them
 * @param inquiries what it may be asked
 * @param ssh how people come in, and who did
 * @param host what it is made of
 * @param version the agent's own
 */
public record NodeSide(
        PlanHolder plans,
        StatusBoard board,
        Supplier<ImageHoldings> images,
        Sessions sessions,
        Inquiries inquiries,
        SshSide ssh,
        HostFacts host,
        String version) {}

package org.lamella.agent.controllink;

import java.util.function.Supplier;
import org.lamella.agent.access.Sessions;
import org.lamella.agent.context.DiskMoves;
import org.lamella.agent.host.HostFacts;
import org.lamella.agent.reconcile.StatusBoard;
import org.lamella.agent.storage.ImageHoldings;
import org.lamella.agent.usage.UsageBook;
import org.lamella.agent.watchdog.ResetBook;

/**
 * What the link connects the control plane with.
 *
 * @param images what it holds of them
 * @param inquiries what it may be asked
 * @param ssh how people come in, and who did
 * @param resets which slivers it had to reset
 * @param usage what its slivers got
 * @param disks those of its slivers
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
        ResetBook resets,
        UsageBook usage,
        DiskMoves disks,
        HostFacts host,
        String version) {
    /** A node whose disks do not move. */
    public NodeSide(
            PlanHolder plans,
            StatusBoard board,
            Supplier<ImageHoldings> images,
            Sessions sessions,
            Inquiries inquiries,
            SshSide ssh,
            ResetBook resets,
            UsageBook usage,
            HostFacts host,
            String version) {
        this(plans, board, images, sessions, inquiries, ssh, resets, usage, DiskMoves.NONE, host, version);
    }
}

package org.lamella.agent.context;

import org.lamella.agent.plan.ArrivingDisk;
import org.lamella.agent.plan.NodePlan;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.storage.DiskHead;

/** Where nothing is real, there are no disks to be moved. */
final class NoDiskMoves implements DiskMoves {
    private static final String WHY = "this node is simulated: its slivers have no disks that could be moved";

    @Override
    public Outgoing open(SliverPlan sliver) throws Impossible {
        throw new Impossible(WHY);
    }

    @Override
    public Incoming take(ArrivingDisk disk, DiskHead head, NodePlan plan) throws Impossible {
        throw new Impossible(WHY);
    }

    @Override
    public boolean isKept(ArrivingDisk disk) {
        return false;
    }

    @Override
    public void settle(NodePlan plan) {}
}

package org.lamella.agent.context;

import java.io.IOException;
import java.nio.file.Files;
import org.lamella.agent.network.Attached;
import org.lamella.agent.network.NodeNetwork;
import org.lamella.agent.traffic.TrafficKeeper;

/**
 * The sliver's link. It can only be made when the runtime has made the context's network namespace: one that was made before,
 * outside, would belong to the host's root, and root inside could not even open a raw socket in it. And it must be made before anything runs
 * in the context. So it is prepared as a script that the runtime runs at that very point.
 *
 * <p>What keeps its traffic to what it is promised is there before it.
 */
record NetworkStep(Folders folders, NodeNetwork network, TrafficKeeper traffic) implements Step {
    @Override
    public void prepare(Blueprint blueprint) throws IOException {
        Attached sliver = new Attached(blueprint.slice(), blueprint.address());
        network.admit(sliver);
        String further = traffic.admit(sliver, network::attached);
        Files.writeString(folders.networkScript(blueprint.slice()), network.attachScript(sliver, further));
    }

    @Override
    public void undo(String slice) throws IOException {
        network.detach(slice);
    }
}

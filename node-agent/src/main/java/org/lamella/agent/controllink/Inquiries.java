package org.lamella.agent.controllink;

import java.io.IOException;
import java.util.List;
import org.lamella.agent.console.ConsoleSource;
import org.lamella.agent.network.FlowLog;
import org.lamella.agent.spectator.Spectator;

/** Who on the node answers what the control plane may ask: each may block, and is called by several threads at once. */
public record Inquiries(Spectator spectator, ConsoleSource console, Senders senders) {
    /** Tells which slivers had the connection that a packet was of. */
    public interface Senders {
        List<FlowLog.Sender> who(FlowLog.Question question) throws IOException;
    }
}

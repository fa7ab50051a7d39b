package org.lamella.agent.access;

import java.util.Objects;
import org.lamella.agent.runtime.ExecRequest;

/**
 * A session that someone asks for.
 *
 * @param id the control plane's name for it
 * @param slice whose sliver on this node it runs in
 */
public record SessionRequest(String id, String slice, ExecRequest process) {
    public SessionRequest {
        Objects.requireNonNull(id);
        Objects.requireNonNull(slice);
        Objects.requireNonNull(process);
    }
}

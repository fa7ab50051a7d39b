package org.lamella.agent.controllink;

import java.util.Optional;
import org.lamella.agent.ssh.DoorFacts;
import org.lamella.agent.ssh.LoginBook;

/**
 * What the control plane learns of the node's ssh server.
 *
 * @param door empty: there is none
 */
public record SshSide(Optional<DoorFacts> door, LoginBook logins) {}

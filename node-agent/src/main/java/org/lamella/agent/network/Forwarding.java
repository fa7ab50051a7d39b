package org.lamella.agent.network;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's switch that lets packets pass between interfaces, of the network namespace that the agent is in. In a namespace
 * of the agent's own it is simply set; the host's own is changed only when that is asked for, and put back at teardown.
 */
final class Forwarding {
    private static final Logger log = LoggerFactory.getLogger(Forwarding.class);
    private static final Path SWITCH = Path.of("/proc/sys/net/ipv4/ip_forward");
    private static final String ON = "1";

    private final Path before;
    private final boolean onHost;

    Forwarding(Path before, boolean onHost) {
        this.before = before;
        this.onHost = onHost;
    }

    void enable() throws IOException {
        String now = Files.readString(SWITCH).strip();
        if (now.equals(ON)) {
            return;
        }
        if (inHostNetwork() && !onHost) {
            log.warn("ip_forward is off, so slivers reach only this node and one another; "
                    + "the host's setting is left alone unless the agent is told to change it");
            return;
        }
        // Remembered first: killed in between, the agent puts back what was there all the same.
        Files.writeString(before, now);
        Files.writeString(SWITCH, ON);
    }

    void restore() throws IOException {
        if (Files.exists(before)) {
            Files.writeString(SWITCH, Files.readString(before));
            Files.delete(before);
        }
    }

    /** The host's first process is in it, and so is its first kernel thread, which can be read where the other is shut off. */
    private static boolean inHostNetwork() throws IOException {
        Path own = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
        for (String first : List.of("1", "2")) {
            try {
                return own.equals(Files.readSymbolicLink(Path.of("/proc", first, "ns/net")));
            } catch (AccessDeniedException e) {
                log.debug("cannot tell the network namespace of process {}", first, e);
            }
        }
        return true;
    }
}

package org.lamella.nodes;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where people reach a node's slivers by ssh.
 *
 * @param host a name or an address
 * @param keys by which the node is known
 */
public record Door(String host, int port, List<HostKey> keys) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:-]{0,252}");
    private static final int USUAL_PORT = 22;
    private static final int HIGHEST_PORT = 65_535;

    public Door {
        keys = List.copyOf(keys);
    }

    /** Whether what an agent has said can be one: it goes into files and command lines of people. */
    public static boolean isOne(String host, int port) {
        return HOST.matcher(host).matches() && port >= 1 && port <= HIGHEST_PORT;
    }

    /** The lines by which an ssh client knows the node, for a {@code known_hosts} file. */
    public List<String> knownHosts() {
        String name = port == USUAL_PORT ? host : "[" + host + "]:" + port;
        return keys.stream().map(key -> name + " " + key.line()).toList();
    }

    /** The records of the same for DNS (RFC 4255). */
    public List<String> sshfp() {
        return keys.stream().map(key -> host + ". IN SSHFP " + key.sshfp()).toList();
    }

    /** What one types to get into a sliver. */
    public String command(String slice) {
        return port == USUAL_PORT ? "ssh " + slice + "@" + host : "ssh -p " + port + " " + slice + "@" + host;
    }
}

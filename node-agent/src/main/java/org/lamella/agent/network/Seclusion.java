package org.lamella.agent.network;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What slivers must not reach by the uplink, and what they may all the same. The node's own addresses and other slivers' are closed in
 * any case; whoever answers for names, by the host's {@code resolv.conf}, is open in any case.
 *
 * @param closed host names, IPv4 addresses and networks such as {@code 10.0.0.0/8}; a name is closed at all addresses it has
 * @param open what is reached though it is closed, or the node's own
 */
public record Seclusion(List<String> closed, List<Opening> open) {
    /** Link-local: where clouds tell whoever asks on a machine what only the machine is to know. */
    private static final String LINK_LOCAL = "169.254.0.0/16";

    public static final Seclusion USUAL = new Seclusion(List.of(LINK_LOCAL), List.of());

    public Seclusion {
        closed = List.copyOf(closed);
        open = List.copyOf(open);
    }

    public Seclusion keepingFrom(String host) {
        List<String> more = new ArrayList<>(closed);
        more.add(host);
        return new Seclusion(more, open);
    }

    public Seclusion opening(List<Opening> openings) {
        List<Opening> more = new ArrayList<>(open);
        more.addAll(openings);
        return new Seclusion(closed, more);
    }

    /**
     * A port that slivers may use, by TCP and UDP.
     *
     * @param host a name or an IPv4 address
     * @param port 1 to 65535
     */
    public record Opening(String host, int port) {
        private static final Pattern TEXT = Pattern.compile("([^:\\s]+):(\\d{1,5})");
        private static final int HIGHEST_PORT = 65_535;

        public Opening {
            if (port < 1 || port > HIGHEST_PORT) {
                throw new IllegalArgumentException("port " + port + " is not within 1 to " + HIGHEST_PORT);
            }
        }

        /** @param text such as {@code mirror.example.org:3142} */
        public static Opening parse(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("'" + text + "' is not a host and port such as 192.0.2.5:3142");
            }
            return new Opening(parts.group(1), Integer.parseInt(parts.group(2)));
        }
    }
}

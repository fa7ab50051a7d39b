package org.lamella.agent.controllink;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the control plane listens for agents.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port 1–65535
 */
public record HostPort(String host, int port) {
    private static final Pattern SHAPE = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\s:/\\[\\]]+)):(\\d{1,5})");

    public HostPort {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException(host + ":" + port + " is no HOST:PORT with a port of 1 to 65535");
        }
    }

    /** @throws IllegalArgumentException in words for the person who typed it */
    public static HostPort parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no HOST:PORT, such as control.example.org:7443");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new HostPort(host, Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}

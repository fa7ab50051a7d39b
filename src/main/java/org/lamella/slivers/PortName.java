package org.lamella.slivers;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lamella.web.NoSuchThing;

/**
 * Tells a published port from all others.
 *
 * @param first the node's first port
 */
record PortName(String node, int first, String protocol) {
    private static final Pattern TEXT = Pattern.compile("([^:]+):(\\d{1,5}):(tcp|udp)");

    /**
     * @param text {@code node1:20000:tcp}
     * @throws NoSuchThing when nothing can have that name
     */
    static PortName parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new NoSuchThing("published port", text);
        }
        return new PortName(parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3));
    }

    @Override
    public String toString() {
        return node + ":" + first + ":" + protocol;
    }
}

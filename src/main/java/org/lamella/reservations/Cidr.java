package org.lamella.reservations;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IPv4 networks as people write them. */
final class Cidr {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern WRITTEN =
            Pattern.compile("(" + OCTET + ("\\." + OCTET).repeat(3) + ")/(3[0-2]|[12]?\\d)");
    private static final int BITS = 32;

    private Cidr() {}

    /** @return what is wrong with it; empty when it is one */
    static Optional<String> objection(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            return Optional.of("must be IPv4 networks such as 10.0.0.0/8, not " + text);
        }
        long size = 1L << (BITS - Integer.parseInt(parts.group(parts.groupCount())));
        long address = 0;
        for (String octet : parts.group(1).split("\\.", -1)) {
            address = address * 256 + Integer.parseInt(octet);
        }
        return address % size == 0
                ? Optional.empty()
                : Optional.of(text + " has bits beyond its prefix: a network ends in zeros");
    }
}

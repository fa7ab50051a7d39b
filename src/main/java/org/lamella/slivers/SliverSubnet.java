package org.lamella.slivers;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The IPv4 addresses that a node has for slivers: all of the subnet but the lowest, which is the network's, the next, which is
 * the node's, and the highest, which is for broadcasts.
 *
 * @param first the lowest that a sliver can have
 * @param last the highest
 */
record SliverSubnet(long first, long last) {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern ADDRESS = Pattern.compile(OCTET + ("\\." + OCTET).repeat(3));
    private static final Pattern CIDR = Pattern.compile("([0-9.]+)/(\\d{1,2})");
    private static final SliverSubnet NONE = new SliverSubnet(1, 0);

    /** @param cidr as a node has said it; whatever is no subnet has no address */
    static SliverSubnet parse(String cidr) {
        Matcher parts = CIDR.matcher(cidr);
        if (!parts.matches() || !ADDRESS.matcher(parts.group(1)).matches()) {
            return NONE;
        }
        int prefix = Integer.parseInt(parts.group(2));
        if (prefix > 30) {
            return NONE;
        }
        long size = 1L << (32 - prefix);
        long network = number(parts.group(1)) / size * size;
        return new SliverSubnet(network + 2, network + size - 2);
    }

    boolean contains(String address) {
        return ADDRESS.matcher(address).matches() && number(address) >= first && number(address) <= last;
    }

    String words() {
        return text(first) + " to " + text(last);
    }

    private static long number(String address) {
        long number = 0;
        for (String octet : address.split("\\.", -1)) {
            number = number * 256 + Integer.parseInt(octet);
        }
        return number;
    }

    private static String text(long number) {
        return (number >> 24) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }
}

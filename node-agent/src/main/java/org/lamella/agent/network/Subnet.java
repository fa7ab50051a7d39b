package org.lamella.agent.network;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The IPv4 addresses that one node gives to its slivers.
 *
 * @param network the lowest address, as a number; in every subnet the first after it is the node's own
 * @param prefix length in bits, 8 to 30
 */
public record Subnet(int network, int prefix) {
    private static final Pattern CIDR = Pattern.compile("((?:\\d{1,3}\\.){3}\\d{1,3})/(\\d{1,2})");
    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final int OCTET = 0xff;

    public Subnet {
        if (prefix < 8 || prefix > 30) {
            throw new IllegalArgumentException("prefix length " + prefix + " is not within 8 to 30");
        }
        if ((network & ~mask(prefix)) != 0) {
            throw new IllegalArgumentException(
                    format(network) + "/" + prefix + " is not a network: its host bits must be zero");
        }
    }

    /**
     * @param cidr such as {@code 10.213.7.0/24}
     * @throws IllegalArgumentException with what is wrong with it
     */
    public static Subnet parse(String cidr) {
        Matcher parts = CIDR.matcher(cidr);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + cidr + "' is not a subnet such as 10.213.7.0/24");
        }
        return new Subnet(number(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    private static int number(String dotted) {
        int number = 0;
        for (String part : dotted.split("\\.", -1)) {
            int octet = Integer.parseInt(part);
            if (octet > OCTET) {
                throw new IllegalArgumentException("'" + dotted + "' has an octet above 255");
            }
            number = number << 8 | octet;
        }
        return number;
    }

    /** Whether it is an address that a sliver may have here. */
    boolean contains(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            return false;
        }
        int index = number(address) - network - 2;
        return index >= 0 && index < capacity();
    }

    /** How many slivers can have an address: all but the network's, the node's and the broadcast address. */
    public int capacity() {
        return (1 << (32 - prefix)) - 3;
    }

    /** @param index 0 to {@link #capacity()}, exclusive */
    public String address(int index) {
        Objects.checkIndex(index, capacity());
        return format(network + 2 + index);
    }

    /** The address of the node, on the bridge, by which slivers reach everything else. */
    public String gateway() {
        return format(network + 1);
    }

    /** With the prefix length, as {@code ip addr add} takes it. */
    public String withPrefix(String address) {
        return address + "/" + prefix;
    }

    @Override
    public String toString() {
        return format(network) + "/" + prefix;
    }

    private static int mask(int prefix) {
        return -1 << (32 - prefix);
    }

    private static String format(int address) {
        return "%d.%d.%d.%d".formatted(address >>> 24, address >>> 16 & OCTET, address >>> 8 & OCTET, address & OCTET);
    }
}

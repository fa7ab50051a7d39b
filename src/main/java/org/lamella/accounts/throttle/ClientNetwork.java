package org.lamella.accounts.throttle;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Whom a client address stands for. Of IPv6 everybody has a /64 to choose addresses from. */
public final class ClientNetwork {
    private static final int BYTES_OF_64 = 8;

    private ClientNetwork() {}

    /** @param address a literal, as the server gives it; anything else stands for itself */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, BYTES_OF_64)
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}

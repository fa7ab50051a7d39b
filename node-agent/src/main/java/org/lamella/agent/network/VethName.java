package org.lamella.agent.network;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.lamella.agent.host.Sha256;

/** The name of the node's end of a sliver's link. The kernel takes 15 characters, and a slice name may have more. */
final class VethName {
    private static final String PREFIX = "lm-";
    private static final int DIGITS = 11;
    // Two names of all that ever were on a node share 56 bits with a probability below one in a billion.
    private static final int BYTES = 7;
    private static final int RADIX = 36;
    private static final Pattern OURS = Pattern.compile("lm-[0-9a-z]{11}");

    private VethName() {}

    static String of(String slice) {
        byte[] hash = Arrays.copyOf(Sha256.of(slice), BYTES);
        String digits = new BigInteger(1, hash).toString(RADIX);
        return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
    }

    static boolean isOurs(String name) {
        return OURS.matcher(name).matches();
    }
}

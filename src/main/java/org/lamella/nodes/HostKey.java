package org.lamella.nodes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A public key by which a node is known to ssh clients.
 *
 * @param type such as {@code ssh-ed25519}
 * @param encoded as it is sent in SSH's own protocol, in Base64
 */
public record HostKey(String type, String encoded) {
    /** The algorithms' numbers in DNS: RFC 4255, 6594 and 7479. */
    private static final Map<String, Integer> ALGORITHMS =
            Map.of("ssh-rsa", 1, "ecdsa-sha2-nistp256", 3, "ssh-ed25519", 4);

    private static final int SHA_256 = 2;

    /** @return empty for what is none, or of a kind that agents do not make */
    public static Optional<HostKey> parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 2 || !ALGORITHMS.containsKey(words[0])) {
            return Optional.empty();
        }
        try {
            byte[] blob = Base64.getDecoder().decode(words[1]);
            return blob.length == 0
                    ? Optional.empty()
                    : Optional.of(new HostKey(words[0], Base64.getEncoder().encodeToString(blob)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public String line() {
        return type + " " + encoded;
    }

    /** As {@code ssh-keygen -l} and the question of an ssh client show it. */
    public String fingerprint() {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest());
    }

    String sshfp() {
        return ALGORITHMS.get(type) + " " + SHA_256 + " " + HexFormat.of().formatHex(digest());
    }

    private byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(encoded));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

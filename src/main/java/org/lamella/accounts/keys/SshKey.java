package org.lamella.accounts.keys;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * A public key as it stands in an {@code authorized_keys} file, without options.
 *
 * @param type {@code ssh-ed25519}
 * @param encoded base64 of the key as SSH sends it (RFC 4253 §6.6), which begins with the type once more
 * @param fingerprint {@code SHA256:} and 43 characters, as {@code ssh-keygen -l} shows it
 * @param comment what followed the key; empty when nothing did
 */
public record SshKey(String type, String encoded, String fingerprint, String comment) {
    private static final Set<String> TYPES = Set.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "ssh-rsa",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");
    private static final int LONGEST = 16_384;
    private static final int LONGEST_COMMENT = 200;

    /** What came of a text: one of the two is there. */
    public record Parsed(Optional<SshKey> key, Optional<String> refusal) {
        static Parsed refused(String why) {
            return new Parsed(Optional.empty(), Optional.of(why));
        }
    }

    /** Reads what somebody has pasted. The refusal never repeats it: it may be a private key. */
    public static Parsed parse(String pasted) {
        String line = pasted.strip();
        if (line.contains("PRIVATE KEY")) {
            return Parsed.refused(
                    "is a private key, which nobody else may see, not even here: treat it as lost, make a new"
                            + " pair, and paste the file that ends with .pub");
        }
        if (line.isEmpty() || line.length() > LONGEST || line.lines().count() > 1) {
            return Parsed.refused("must be one line, as it stands in a file that ends with .pub");
        }
        List<String> words = Arrays.asList(line.split("\\s+", 3));
        if (!TYPES.contains(words.getFirst())) {
            return Parsed.refused(whyNotOf(words));
        }
        if (words.size() < 2) {
            return Parsed.refused("breaks off after its type");
        }
        String comment = words.size() == 3 ? words.get(2).strip() : "";
        if (comment.length() > LONGEST_COMMENT || comment.codePoints().anyMatch(Character::isISOControl)) {
            return Parsed.refused(
                    "has a comment of more than " + LONGEST_COMMENT + " characters, or with control characters");
        }
        return decode(words.get(0), words.get(1), comment);
    }

    /** As a line of an {@code authorized_keys} file. */
    public String line() {
        String key = type + " " + encoded;
        return comment.isEmpty() ? key : key + " " + comment;
    }

    private static Parsed decode(String type, String base64, String comment) {
        try {
            String encoded =
                    Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64));
            PublicKey key = PublicKeyEntry.parsePublicKeyEntry(type + " " + base64)
                    .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
            String again = PublicKeyEntry.appendPublicKeyEntry(new StringBuilder(), key)
                    .toString();
            if (!again.equals(type + " " + encoded)) {
                return Parsed.refused("is not written as SSH writes a " + type + " key");
            }
            return KeyStrength.objection(key)
                    .map(Parsed::refused)
                    .orElseGet(() -> new Parsed(
                            Optional.of(new SshKey(type, encoded, fingerprint(key), comment)), Optional.empty()));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // A decoder that is fed with anything fails with anything.
            return Parsed.refused(
                    "cannot be read as a " + type + " key: it is cut off, damaged, or was not made rightly");
        }
    }

    private static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    private static String whyNotOf(List<String> words) {
        String first = words.getFirst();
        if (first.equals("ssh-dss")) {
            return "is a DSA key, which nobody takes any more: make one with ssh-keygen -t ed25519";
        }
        if (first.contains("-cert-v01@")) {
            return "is a certificate; paste the key that it was made for";
        }
        boolean typeLater = words.stream()
                .skip(1)
                .flatMap(word -> Arrays.stream(word.split("\\s+")))
                .anyMatch(TYPES::contains);
        return typeLater
                ? "must not have options before the key; begin with its type"
                : "must begin with one of "
                        + String.join(", ", TYPES.stream().sorted().toList());
    }
}

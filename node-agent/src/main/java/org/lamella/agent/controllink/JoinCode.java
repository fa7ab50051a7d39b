package org.lamella.agent.controllink;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an admin hands to a new node: {@code lamella-<secret>.<fingerprint>}.
 *
 * @param secret 20 bytes in lower-case base32, which the control plane takes once
 * @param authority the CA that the control plane must show; it never leaves the node
 */
public record JoinCode(String secret, Fingerprint authority) {
    private static final String PREFIX = "lamella-";
    private static final Pattern SECRET = Pattern.compile("[a-z2-7]{32}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    public JoinCode {
        if (!SECRET.matcher(secret).matches()) {
            throw new IllegalArgumentException("the secret is not 32 characters of a–z and 2–7");
        }
    }

    /** @throws IllegalArgumentException naming everything that is wrong with it */
    public static JoinCode parse(String text) {
        String code = text.strip();
        List<String> problems = problems(code);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the join code is malformed: " + String.join("; ", problems));
        }
        int dot = code.indexOf('.');
        return new JoinCode(code.substring(PREFIX.length(), dot), new Fingerprint(code.substring(dot + 1)));
    }

    private static List<String> problems(String code) {
        List<String> problems = new ArrayList<>();
        if (!code.startsWith(PREFIX)) {
            problems.add("it does not begin with " + PREFIX);
        }
        String rest = code.startsWith(PREFIX) ? code.substring(PREFIX.length()) : code;
        int dot = rest.indexOf('.');
        String secret = dot < 0 ? rest : rest.substring(0, dot);
        if (!SECRET.matcher(secret).matches()) {
            problems.add("its secret must be 32 characters of a–z and 2–7, and is " + secret.length() + " long");
        }
        if (dot < 0) {
            problems.add("the dot and the fingerprint after the secret are missing");
        } else if (!FINGERPRINT.matcher(rest.substring(dot + 1)).matches()) {
            int length = rest.length() - dot - 1;
            problems.add("its fingerprint must be 64 characters of 0–9 and a–f, and is " + length + " long");
        }
        return problems;
    }

    /** Without the secret: codes end up in logs. */
    @Override
    public String toString() {
        return PREFIX + "….".concat(authority.hex());
    }
}

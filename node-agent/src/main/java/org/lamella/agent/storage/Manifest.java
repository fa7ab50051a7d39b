package org.lamella.agent.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.lamella.agent.host.Sha256;

/**
 * What an image consists of, in an order of its own: two archives with the same files have the same digest, whatever order
 * they come in and whenever the files were made.
 */
final class Manifest {
    private final TreeMap<String, String> entries = new TreeMap<>();

    /** A later entry of the same name replaces the earlier one, as it does on disk. */
    void add(String name, char type, int mode, int uid, int gid, String content) {
        entries.put(name, "%c %o %d %d %s".formatted(type, mode, uid, gid, content));
    }

    /** Of a layer that a later one hides. */
    void remove(String name) {
        entries.remove(name);
    }

    /** @return {@code sha256:} and 64 hex digits */
    String digest() {
        MessageDigest digest = Sha256.digest();
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            String line = entry.getKey() + '\0' + entry.getValue() + '\0';
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
}

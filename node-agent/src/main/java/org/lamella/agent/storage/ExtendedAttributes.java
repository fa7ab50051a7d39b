package org.lamella.agent.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.lamella.agent.host.Posix;

/**
 * The extended attributes that an image may bring: the users' own, and file capabilities. Others, such as those by which
 * overlayfs marks its own files, would mean something to the host.
 */
final class ExtendedAttributes {
    private static final String PREFIX = "SCHILY.xattr.";
    private static final String CAPABILITY = "security.capability";
    private static final int CAPABILITY_V2_BYTES = 20;
    private static final int CAPABILITY_V3 = 0x03000000;
    private static final int CAPABILITY_FLAGS = 0x00ffffff;
    // What a byte that is no UTF-8 has become on its way through the tar library, which takes every value for text.
    private static final char LOST = '\ufffd';

    private final Posix posix;

    ExtendedAttributes(Posix posix) {
        this.posix = posix;
    }

    void apply(TarArchiveEntry entry, Path target) throws IOException {
        for (Map.Entry<String, String> attribute : allowed(entry).entrySet()) {
            if (attribute.getValue().indexOf(LOST) >= 0) {
                throw new ImageRefused("'" + entry.getName() + "' has an extended attribute " + attribute.getKey()
                        + " whose value is not text");
            }
            byte[] value = attribute.getValue().getBytes(StandardCharsets.UTF_8);
            boolean shift = attribute.getKey().equals(CAPABILITY) && value.length == CAPABILITY_V2_BYTES;
            posix.setAttribute(target, attribute.getKey(), shift ? ofSlivers(value) : value);
        }
    }

    /** For the manifest; empty where there are none. */
    String describe(TarArchiveEntry entry) {
        Map<String, String> allowed = allowed(entry);
        return allowed.isEmpty() ? "" : " " + allowed;
    }

    private static Map<String, String> allowed(TarArchiveEntry entry) {
        Map<String, String> allowed = new TreeMap<>();
        entry.getExtraPaxHeaders().forEach((header, value) -> {
            String name = header.startsWith(PREFIX) ? header.substring(PREFIX.length()) : "";
            if (name.startsWith("user.") || name.equals(CAPABILITY)) {
                allowed.put(name, value);
            }
        });
        return allowed;
    }

    /** Capabilities count inside a user namespace only if they name the host user that is root there (version 3). */
    private static byte[] ofSlivers(byte[] value) {
        ByteBuffer shifted = ByteBuffer.allocate(CAPABILITY_V2_BYTES + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(value)
                .putInt(ImageIds.SHIFT);
        shifted.putInt(0, CAPABILITY_V3 | (shifted.getInt(0) & CAPABILITY_FLAGS));
        return shifted.array();
    }
}

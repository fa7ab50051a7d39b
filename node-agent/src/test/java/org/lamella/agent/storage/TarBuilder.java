package org.lamella.agent.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives as friends and foes make them. */
final class TarBuilder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    TarBuilder() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    TarBuilder folder(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/", true);
        entry.setMode(mode);
        return put(entry, "");
    }

    TarBuilder file(String name, int mode, String contents) {
        return file(name, mode, 0, contents, Map.of());
    }

    TarBuilder file(String name, int mode, long owner, String contents, Map<String, String> attributes) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setUserId(owner);
        entry.setGroupId(owner);
        attributes.forEach((attribute, value) -> entry.addPaxHeader("SCHILY.xattr." + attribute, value));
        return put(entry, contents);
    }

    TarBuilder file(String name, int mode, byte[] contents) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        return put(entry, contents);
    }

    TarBuilder symbolicLink(String name, String target) {
        return link(name, target, TarConstants.LF_SYMLINK);
    }

    TarBuilder hardLink(String name, String target) {
        return link(name, target, TarConstants.LF_LINK);
    }

    /** Such as {@link TarConstants#LF_CHR}. */
    TarBuilder special(String name, byte kind) {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setMode(0644);
        return put(entry, "");
    }

    private TarBuilder link(String name, String target, byte kind) {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setLinkName(target);
        return put(entry, "");
    }

    private TarBuilder put(TarArchiveEntry entry, String contents) {
        return put(entry, contents.getBytes(StandardCharsets.UTF_8));
    }

    private TarBuilder put(TarArchiveEntry entry, byte[] data) {
        entry.setSize(data.length);
        entry.setModTime(0);
        try {
            tar.putArchiveEntry(entry);
            tar.write(data);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        try {
            tar.finish();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }
}

package org.lamella.agent.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.lamella.agent.host.Commands;

/** An image of nothing but the host's static busybox: all its commands as links, and the few files that they read. */
final class BusyboxSource implements ImageSource {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final int ROOT_ONLY = 0700;

    private final Commands commands;

    BusyboxSource(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String fingerprint() throws IOException {
        if (!Files.isExecutable(BUSYBOX)) {
            throw new IOException("the host has no " + BUSYBOX + " (Debian: apt-get install busybox-static)");
        }
        return Files.size(BUSYBOX) + " " + Files.getLastModifiedTime(BUSYBOX);
    }

    @Override
    public InputStream open(Path scratch, IntConsumer progress) throws IOException {
        List<String> applets =
                commands.run(List.of(BUSYBOX.toString(), "--list-full")).lines().toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (String folder : List.of(
                    "bin",
                    "dev",
                    "etc",
                    "home",
                    "proc",
                    "sbin",
                    "sys",
                    "usr",
                    "usr/bin",
                    "usr/sbin",
                    "var",
                    "var/log",
                    "var/run")) {
                folder(tar, folder, 0755);
            }
            folder(tar, "root", ROOT_ONLY);
            folder(tar, "tmp", 01777);
            folder(tar, "var/tmp", 01777);
            file(tar, "bin/busybox", 0755, Files.readAllBytes(BUSYBOX));
            for (String applet : applets) {
                // linuxrc, which has no folder, is the first process of an initial ramdisk.
                if (applet.contains("/") && !applet.equals("bin/busybox")) {
                    link(tar, applet);
                }
            }
            settings(tar);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void settings(TarArchiveOutputStream tar) throws IOException {
        text(tar, "etc/passwd", """
                root:x:0:0:root:/root:/bin/sh
                nobody:x:65534:65534:nobody:/nonexistent:/bin/false
                """);
        text(tar, "etc/group", """
                root:x:0:
                tty:x:5:
                nogroup:x:65534:
                """);
        text(tar, "etc/nsswitch.conf", """
                passwd: files
                group: files
                hosts: files dns
                """);
        text(tar, "etc/profile", """
                export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
                export PS1='\\u@\\h:\\w\\$ '
                """);
    }

    private static void folder(TarArchiveOutputStream tar, String name, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/");
        entry.setMode(mode);
        put(tar, entry, new byte[0]);
    }

    private static void link(TarArchiveOutputStream tar, String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName("/bin/busybox");
        put(tar, entry, new byte[0]);
    }

    private static void text(TarArchiveOutputStream tar, String name, String text) throws IOException {
        file(tar, name, 0644, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void file(TarArchiveOutputStream tar, String name, int mode, byte[] contents) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(contents.length);
        put(tar, entry, contents);
    }

    /** One time for all: the image says nothing about when it was built. */
    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] contents) throws IOException {
        entry.setModTime(0);
        entry.setIds(0, 0);
        tar.putArchiveEntry(entry);
        tar.write(contents);
        tar.closeArchiveEntry();
    }
}

package org.lamella.agent;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.plan.ImagePlan;
import org.tukaani.xz.XZInputStream;

/**
 * An image of busybox, PostgreSQL, what of the host's libraries it needs, and a database cluster in {@code /data} that belongs to
 * nobody. It has to be run by nobody, since PostgreSQL refuses root.
 */
final class PostgresImage {
    private static final String BINARIES = "/postgres-linux-x86_64.txz";
    private static final int NOBODY = 65_534;
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    private final Path folder;

    /** @param folder where it is made; nobody must be able to go there */
    PostgresImage(Path folder) {
        this.folder = folder;
    }

    ImagePlan make(String name) throws IOException, InterruptedException {
        Path server = Files.createDirectories(folder.resolve("postgres"));
        unpack(server);
        Path data = Files.createDirectory(folder.resolve("data"));
        run("chown", Integer.toString(NOBODY), data.toString());
        List<String> initdb = new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY));
        initdb.addAll(List.of("--clear-groups", server.resolve("bin/initdb").toString(), "-D", data.toString()));
        initdb.addAll(List.of("--locale=C", "--encoding=UTF8", "--auth=trust", "--no-sync", "--no-instructions"));
        run(initdb.toArray(String[]::new));
        Path tar = folder.resolve(name + ".tar");
        try (OutputStream out = Files.newOutputStream(tar);
                TarArchiveOutputStream archive = new TarArchiveOutputStream(out, "UTF-8")) {
            archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            addTree(archive, server, "postgres", 0);
            addTree(archive, data, "data", NOBODY);
            add(archive, Path.of("/bin/busybox"), "bin/busybox", 0, 0755);
            for (String applet : List.of("sh", "su", "cat", "tail", "stat", "mkdir", "sleep")) {
                link(archive, "bin/" + applet, "/bin/busybox");
            }
            for (String library : libraries(server)) {
                add(archive, Path.of(library).toRealPath(), library.substring(1), 0, 0755);
            }
            text(archive, "etc/passwd", "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n");
            text(archive, "etc/group", "root:x:0:\nnogroup:x:65534:\n");
            TarArchiveEntry temporary = new TarArchiveEntry("tmp/");
            temporary.setMode(01777);
            archive.putArchiveEntry(temporary);
            archive.closeArchiveEntry();
        }
        return new ImagePlan(name, ImageKind.TAR, tar.toString());
    }

    private static void unpack(Path target) throws IOException {
        try (InputStream packed = PostgresImage.class.getResourceAsStream(BINARIES);
                TarArchiveInputStream archive =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.getParent());
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(archive, path);
                    if ((entry.getMode() & 0111) != 0) {
                        run("chmod", "755", path.toString());
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The host's, those of the archive aside, with the one that loads the others. */
    private static Set<String> libraries(Path server) throws IOException, InterruptedException {
        Set<String> found = new TreeSet<>();
        Matcher matcher =
                LIBRARY.matcher(run("ldd", server.resolve("bin/postgres").toString()));
        while (matcher.find()) {
            if (!Path.of(matcher.group(1)).normalize().startsWith(server)) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    private static void addTree(TarArchiveOutputStream archive, Path root, String name, int owner) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted().toList()) {
                String inside = file.equals(root) ? name : name + "/" + root.relativize(file);
                if (Files.isSymbolicLink(file)) {
                    link(archive, inside, Files.readSymbolicLink(file).toString());
                } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    TarArchiveEntry entry = new TarArchiveEntry(inside + "/");
                    entry.setMode(owner == 0 ? 0755 : 0700);
                    entry.setIds(owner, owner);
                    archive.putArchiveEntry(entry);
                    archive.closeArchiveEntry();
                } else {
                    add(
                            archive,
                            file,
                            inside,
                            owner,
                            Files.isExecutable(file) && owner == 0 ? 0755 : 0600 | (owner == 0 ? 0044 : 0));
                }
            }
        }
    }

    private static void add(TarArchiveOutputStream archive, Path file, String name, int owner, int mode)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setIds(owner, owner);
        entry.setSize(Files.size(file));
        archive.putArchiveEntry(entry);
        Files.copy(file, archive);
        archive.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream archive, String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        archive.putArchiveEntry(entry);
        archive.closeArchiveEntry();
    }

    private static void text(TarArchiveOutputStream archive, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        archive.putArchiveEntry(entry);
        archive.write(bytes);
        archive.closeArchiveEntry();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(Path.of("/").toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}

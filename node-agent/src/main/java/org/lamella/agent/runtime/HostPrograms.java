package org.lamella.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lamella.agent.host.Commands;
import org.lamella.agent.host.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs of the host that contexts are given, whatever their image holds: a folder with copies of them and of the libraries
 * that they need, which every context sees and none can change.
 *
 * <p>What works on a sliver's files runs inside it, as its root, so that a link leads where it leads in there; the agent never
 * opens them. Versions of the host's packages have folders of their own, for contexts that were built with the older one.
 */
public final class HostPrograms {
    /** Where the folder is in a context. */
    static final String INSIDE = "/dev/lamella";

    private static final Path SFTP_SERVER = Path.of("/usr/lib/openssh/sftp-server");
    private static final Pattern LIBRARY = Pattern.compile("(?m)^\\s*(?:\\S+ => )?(/\\S+) \\(0x");
    private static final Logger log = LoggerFactory.getLogger(HostPrograms.class);

    private final Commands commands;
    private final Path folder;
    private Path current;

    /** @param folder on a file system that programs may be run from */
    public HostPrograms(Commands commands, Path folder) {
        this.commands = commands;
        this.folder = folder;
    }

    /** The command that speaks SFTP by its standard streams, in any context. */
    public static List<String> sftpServer() {
        return List.of(
                INSIDE + "/" + loader(),
                "--library-path",
                INSIDE,
                INSIDE + "/" + SFTP_SERVER.getFileName(),
                "-d",
                "/root");
    }

    /** @return the folder to be shown to contexts; empty, with a warning, where the host lacks the programs */
    public synchronized Path current() throws IOException {
        if (current == null) {
            current = prepare();
        }
        return current;
    }

    private Path prepare() throws IOException {
        List<Path> files = Files.isExecutable(SFTP_SERVER) ? withLibraries(SFTP_SERVER) : List.of();
        if (files.isEmpty()) {
            log.warn("{} is not there (Debian: apt-get install openssh-sftp-server): no sftp, no scp", SFTP_SERVER);
        }
        Path version = folder.resolve(version(files));
        if (!Files.isDirectory(version)) {
            copy(files, version);
        }
        return version;
    }

    private List<Path> withLibraries(Path program) throws IOException {
        List<Path> files = new ArrayList<>(List.of(program));
        Matcher libraries = LIBRARY.matcher(commands.run(List.of("ldd", program.toString())));
        while (libraries.find()) {
            files.add(Path.of(libraries.group(1)));
        }
        return files;
    }

    private static String version(List<Path> files) throws IOException {
        StringBuilder facts = new StringBuilder();
        for (Path file : files) {
            facts.append(file).append(Files.size(file)).append(Files.getLastModifiedTime(file));
        }
        return HexFormat.of().formatHex(Sha256.of(facts.toString()), 0, 8);
    }

    /** Under another name until it is whole. */
    private void copy(List<Path> files, Path version) throws IOException {
        Path next = Files.createDirectories(folder).resolve("next");
        Files.createDirectories(next);
        for (Path file : files) {
            Path copy =
                    next.resolve(isLoader(file) ? loader() : file.getFileName().toString());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(next, version, StandardCopyOption.ATOMIC_MOVE);
    }

    /** By one name on every architecture. */
    private static String loader() {
        return "ld.so";
    }

    private static boolean isLoader(Path library) {
        return library.getFileName().toString().startsWith("ld-linux");
    }
}

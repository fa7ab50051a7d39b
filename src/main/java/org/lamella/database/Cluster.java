package org.lamella.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * The data files of one server, made and mended without a server running. All SQL here runs in PostgreSQL's single-user
 * mode: the superuser has no password and no rule lets it in over the network, so there is none to steal.
 */
record Cluster(PostgresFolder folder, PostgresBinaries binaries, Account account) {
    static final String ROLE = "lamella";
    static final String DATABASE = "lamella";

    private static final String PRIVATE = "rw-------";
    private static final String PUBLIC = "rw-r--r--";
    private static final long SECONDS_AT_MOST = 120;

    /**
     * Looks, touching nothing, whether our PostgreSQL can read this folder.
     *
     * @throws DataFolderOfAnotherVersion with both versions
     */
    static void checkVersion(PostgresFolder folder) throws IOException {
        String ours = PostgresBinaries.version();
        for (Path file : List.of(folder.version(), folder.cluster().resolve("PG_VERSION"))) {
            Optional<String> made = PostgresFolder.read(file);
            if (made.isPresent() && !PostgresBinaries.major(made.get()).equals(PostgresBinaries.major(ours))) {
                throw new DataFolderOfAnotherVersion(folder.root(), made.get(), ours);
            }
        }
    }

    /** Makes whatever is missing: the data files, the role's password, the rules of access. Answers the password. */
    String prepare() throws IOException {
        if (!Files.exists(folder.cluster())) {
            make();
        }
        PostgresFolder.write(folder.version(), PostgresBinaries.version(), PUBLIC);
        PostgresFolder.write(folder.accessRules(), "host all %s 127.0.0.1/32 scram-sha-256".formatted(ROLE), PUBLIC);
        Optional<String> password = PostgresFolder.read(folder.password());
        return password.isPresent() ? password.get() : newPassword();
    }

    private void make() throws IOException {
        Path unfinished = folder.unfinishedCluster();
        FileSystemUtils.deleteRecursively(unfinished);
        Files.createDirectory(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.owner().take(unfinished);
        run(
                List.of(
                        program("initdb"),
                        "--pgdata=" + unfinished,
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"),
                "");
        // CREATEDB: tests make databases of their own from a template.
        singleUser(
                unfinished,
                "CREATE ROLE %1$s LOGIN CREATEDB\nCREATE DATABASE %2$s OWNER %1$s\n".formatted(ROLE, DATABASE));
        // One left from data that somebody removed is not this server's.
        Files.deleteIfExists(folder.password());
        Files.move(unfinished, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
        PostgresFolder.sync(folder.root());
    }

    /** First the server learns it, then the file: killed between the two, the next start does both again. */
    private String newPassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        singleUser(folder.cluster(), "ALTER ROLE %s PASSWORD '%s'\n".formatted(ROLE, password));
        PostgresFolder.write(folder.password(), password, PRIVATE);
        return password;
    }

    private void singleUser(Path cluster, String sql) throws IOException {
        run(
                List.of(
                        program("postgres"),
                        "--single",
                        "-D",
                        cluster.toString(),
                        "-c",
                        "exit_on_error=true",
                        "-c",
                        "log_min_messages=error",
                        "postgres"),
                sql);
    }

    private String program(String name) {
        return binaries.program(name).toString();
    }

    private void run(List<String> words, String input) throws IOException {
        Path output = Files.createTempFile(folder.root(), "output-", ".txt");
        Process process = null;
        try {
            process = account.command(folder.root(), words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw failed(words, Files.readString(output));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while running " + words.getFirst(), stopped);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.delete(output);
        }
    }

    private EmbeddedPostgresFailed failed(List<String> words, String output) {
        return new EmbeddedPostgresFailed(
                "The embedded PostgreSQL could not be set up in %s: %s said:%n%s"
                        .formatted(folder.root(), Path.of(words.getFirst()).getFileName(), output.strip()),
                "Mend what it complains of, or use an external PostgreSQL (LAMELLA_DB_URL).");
    }
}

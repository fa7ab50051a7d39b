package org.lamella.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * A PostgreSQL of our own below the data folder, for a machine where nobody set one up.
 *
 * <ul>
 *   <li>It is the real server: fsync on, a password for everybody, reachable from this machine only.
 *   <li>One control plane per data folder; a second is refused by name of the first.
 *   <li>It ends when the control plane does, however that ends; what a kill leaves behind, the next start clears up.
 *   <li>If it ends alone it is started again on the same port with the same password, so that a pool recovers by itself.
 * </ul>
 */
final class EmbeddedPostgres implements Database {
    /**
     * @param data the control plane's data folder; the server's files go to {@code postgres} in it
     * @param binaries where PostgreSQL's programs are unpacked, in a folder named by their version
     * @param parameters server parameters that differ from ours
     */
    record Settings(Path data, Path binaries, Map<String, String> parameters) {
        Settings {
            parameters = Map.copyOf(parameters);
        }

        static Settings in(Path data) {
            return new Settings(data, PostgresFolder.below(data).binaries(), Map.of());
        }
    }

    private final FolderLock lock;
    private final Keeper keeper;
    private final int port;
    private final String password;

    private EmbeddedPostgres(FolderLock lock, Keeper keeper, int port, String password) {
        this.lock = lock;
        this.keeper = keeper;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server of this folder, made first if there is none, and returns when it takes connections: 2–3 s the
     * first time, 0.2–0.4 s later.
     *
     * @throws DatabaseStartFailure in words a person can act on
     */
    static EmbeddedPostgres start(Path data) {
        return start(Settings.in(data));
    }

    static EmbeddedPostgres start(Settings settings) {
        PostgresFolder folder = PostgresFolder.below(settings.data());
        try {
            requireLinux();
            Cluster.checkVersion(folder);
            folder.create();
            return start(settings, folder, FolderLock.take(folder));
        } catch (IOException failed) {
            throw new EmbeddedPostgresFailed(
                    "The embedded PostgreSQL cannot use %s: %s".formatted(folder.root(), failed),
                    "Check that user %s may write there, that the disk has room, and that setpriv and setsid (Debian: util-linux) are installed."
                            .formatted(System.getProperty("user.name")),
                    failed);
        }
    }

    private static EmbeddedPostgres start(Settings settings, PostgresFolder folder, FolderLock lock)
            throws IOException {
        try {
            PostgresBinaries binaries = PostgresBinaries.in(settings.binaries());
            Account account = Account.of(folder, binaries.program("postgres"));
            Cluster cluster = new Cluster(folder, binaries, account);
            // Before single-user mode opens the same data files.
            Postmaster.clearWay(folder.cluster());
            String password = cluster.prepare();
            ServerCommand command = new ServerCommand(folder, binaries, settings.parameters());
            PortChoice ports = new PortChoice(folder, RandomGenerator.getDefault());
            Keeper keeper = new Keeper(folder, account, command, ports);
            return new EmbeddedPostgres(lock, keeper, keeper.start().join(), password);
        } catch (CompletionException failed) {
            lock.close();
            throw failed.getCause() instanceof EmbeddedPostgresFailed words ? words : failed;
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static void requireLinux() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            throw new EmbeddedPostgresFailed(
                    "The embedded PostgreSQL is built for Linux on amd64; this is %s.".formatted(system),
                    "Use an external PostgreSQL: set LAMELLA_DB_URL, LAMELLA_DB_USER and LAMELLA_DB_PASSWORD.");
        }
    }

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, Cluster.DATABASE);
    }

    @Override
    public String user() {
        return Cluster.ROLE;
    }

    @Override
    public String password() {
        return password;
    }

    @Override
    public void close() {
        try (lock) {
            keeper.close();
        } catch (IOException failed) {
            throw new EmbeddedPostgresFailed(
                    "The embedded PostgreSQL does not stop in order: " + failed.getMessage(),
                    "The next start clears up.",
                    failed);
        }
    }
}

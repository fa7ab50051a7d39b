package org.lamella.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom PostgreSQL's programs run, and the words before each command that bring that about. PostgreSQL refuses to run
 * as root, so root hands it to whoever owns the data files, or to {@code nobody} for new ones.
 *
 * <p>A folder above the data may be closed to that user (a clone under /root). Then the programs also get the one
 * capability to search and read past file permissions, and nothing else for good: it is the only one left in the bounding
 * set. {@code no_setuid_fixup} because access(2), by which PostgreSQL looks for its own program, ignores the capabilities
 * of whoever is not root without it. What the server then could read is no more than the control plane above it, and
 * nobody can ask it to: over the network there is only a role without any right to server files.
 */
record Account(Owner owner, List<String> prefix) {
    private static final List<String> SEARCH_ANYWHERE = List.of(
            "--securebits=+no_setuid_fixup",
            "--inh-caps=-all,+dac_read_search",
            "--ambient-caps=+dac_read_search",
            "--bounding-set=-all,+dac_read_search");

    Account {
        prefix = List.copyOf(prefix);
    }

    /** The account for this cluster, tried on the program and the folder that it has to reach. */
    static Account of(PostgresFolder folder, Path program) throws IOException {
        if (!Owner.me().isRoot()) {
            return new Account(Owner.me(), List.of("setpriv"));
        }
        Owner owner = ownerOf(folder.cluster());
        for (List<String> extra : List.of(List.<String>of(), SEARCH_ANYWHERE)) {
            Account account = new Account(owner, setpriv(owner, extra));
            if (account.reaches(folder.root(), program)) {
                return account;
            }
        }
        throw new EmbeddedPostgresFailed(
                "PostgreSQL does not run as root, and user %d, as whom it would run, cannot reach %s or %s."
                        .formatted(owner.uid(), folder.root(), program),
                "Choose a data folder (lamella.data) whose parents everybody may traverse, or start the control plane as a normal user.");
    }

    private static Owner ownerOf(Path cluster) throws IOException {
        Owner owner = Files.exists(cluster) ? Owner.of(cluster) : Owner.NOBODY;
        return owner.isRoot() ? Owner.NOBODY : owner;
    }

    private static List<String> setpriv(Owner owner, List<String> extra) {
        List<String> words = new ArrayList<>(List.of(
                "setpriv", "--reuid=" + owner.uid(), "--regid=" + owner.gid(), "--clear-groups", "--no-new-privs"));
        words.addAll(extra);
        return words;
    }

    private boolean reaches(Path folder, Path program) throws IOException {
        Process test = command(folder, List.of("test", "-x", folder.toString(), "-a", "-x", program.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return test.waitFor(10, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while trying " + prefix, stopped);
        } finally {
            test.destroyForcibly();
        }
    }

    /**
     * A command run as this account, in {@code folder}, killed when the thread that starts it ends; with nothing of our
     * environment, because PGDATA and its like change what PostgreSQL does.
     */
    ProcessBuilder command(Path folder, List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of("--pdeathsig", "KILL"));
        all.addAll(words);
        return bare(folder, all);
    }

    /**
     * As {@link #command}, for a server: in a session of its own, so that Ctrl-C at a terminal reaches only the control
     * plane, which then stops the server in order; and with a fast shutdown when the thread that starts it ends. That is
     * why only a platform thread that outlives the server may start it.
     */
    ProcessBuilder server(Path folder, List<String> words) {
        List<String> all = new ArrayList<>(List.of("setsid"));
        all.addAll(prefix);
        all.addAll(List.of("--pdeathsig", "INT"));
        all.addAll(words);
        return bare(folder, all);
    }

    private static ProcessBuilder bare(Path folder, List<String> words) {
        ProcessBuilder process = new ProcessBuilder(words).directory(folder.toFile());
        String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        process.environment().clear();
        process.environment().put("PATH", path);
        process.environment().put("LC_ALL", "C");
        return process;
    }
}

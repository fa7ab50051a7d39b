package org.lamella.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lamella.database.EmbeddedPostgresFixture.ask;
import static org.lamella.database.EmbeddedPostgresFixture.execute;
import static org.lamella.database.EmbeddedPostgresFixture.postmaster;
import static org.lamella.database.EmbeddedPostgresFixture.start;
import static org.lamella.database.EmbeddedPostgresFixture.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As root: PostgreSQL runs as somebody else, who may not traverse the folders above its data. */
class ClosedFolderTest {
    private static final String NOTHING = "0000000000000000";
    private static final String DAC_READ_SEARCH = "0000000000000004";

    @TempDir
    Path folder;

    @BeforeEach
    void requireRoot() throws IOException {
        assumeTrue(Owner.me().isRoot(), "only root runs PostgreSQL as another user");
    }

    @Test
    void worksBelowAFolderThatOnlyRootMayEnter() throws Exception {
        open(folder, "rwx------");
        Path data = Files.createDirectories(folder.resolve("clone/.lamella"));
        for (int start = 0; start < 2; start++) {
            // The programs below the closed folder too, as in a fresh clone.
            try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
                execute(server, "CREATE TABLE IF NOT EXISTS slices (name text)");
                execute(server, "INSERT INTO slices VALUES ('princeton_cdn')");
                assertThat(status(postmaster(data), "Uid")).startsWith("65534");
                assertThat(status(postmaster(data), "CapEff")).isEqualTo(DAC_READ_SEARCH);
                assertThat(status(postmaster(data), "CapBnd")).isEqualTo(DAC_READ_SEARCH);
            }
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            assertThat(ask(server, "SELECT count(*) FROM slices")).isEqualTo("2");
        }
    }

    @Test
    void hasNoCapabilityWhereEverybodyMayEnter() throws Exception {
        open(folder, "rwxr-xr-x");
        assumeTrue(everybodyMayEnter(TestBinaries.TARGET), "the build is in a closed folder itself");
        try (EmbeddedPostgres server = start(folder)) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
            assertThat(status(postmaster(folder), "Uid")).startsWith("65534");
            assertThat(status(postmaster(folder), "CapEff")).isEqualTo(NOTHING);
            assertThat(status(postmaster(folder), "NoNewPrivs")).isEqualTo("1");
        }
    }

    @Test
    void runsAsWhoeverOwnsTheDataAlready() throws Exception {
        open(folder, "rwxrwxrwx");
        try (ChildControlPlane user = ChildControlPlane.start(
                folder,
                "setpriv",
                "--reuid=1",
                "--regid=1",
                "--clear-groups",
                // Only so that its JVM can read the class path, wherever the build is.
                "--securebits=+no_setuid_fixup",
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search")) {
            assertThat(user.isOpen()).as(user.firstLine()).isTrue();
            assertThat(status(postmaster(folder), "Uid")).startsWith("1\t");
        }
        try (EmbeddedPostgres server = start(folder)) {
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
            assertThat(status(postmaster(folder), "Uid")).startsWith("1\t");
        }
    }

    private static boolean everybodyMayEnter(Path path) throws IOException {
        for (Path each = path; each != null; each = each.getParent()) {
            if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(each))
                    .endsWith("x")) {
                return false;
            }
        }
        return true;
    }

    private static void open(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}

package org.lamella.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String GIVEN = Base64.getEncoder().encodeToString(new byte[32]);
    private static final byte[] TEXT = "a private key".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path data;

    @Test
    void keepsItsSecretWhereOnlyItsOwnerReadsIt() throws Exception {
        Path folder = data.resolve("not/there/yet");
        Secrets first = new Secrets(new SecretSettings(null, folder));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secret"))))
                .isEqualTo("rw-------");
        Secrets second = new Secrets(new SecretSettings(" ", folder));
        assertThat(second.hash("token")).isEqualTo(first.hash("token"));
        assertThat(second.open(first.seal(TEXT))).isEqualTo(TEXT);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("secret"));
        }
    }

    @Test
    void keepsOneSecretWhenManyStartAtOnce() throws Exception {
        Callable<String> start =
                () -> HexFormat.of().formatHex(new Secrets(new SecretSettings(null, data)).hash("token"));
        Set<String> hashes = new HashSet<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var started :
                    executor.invokeAll(Stream.generate(() -> start).limit(32).toList())) {
                hashes.add(started.get());
            }
        }
        hashes.add(start.call());
        assertThat(hashes).hasSize(1);
    }

    @Test
    void takesTheSecretThatItIsGiven() {
        Secrets one = new Secrets(new SecretSettings(GIVEN, null));
        assertThat(one.hash("token"))
                .hasSize(32)
                .isEqualTo(new Secrets(new SecretSettings(GIVEN, data)).hash("token"))
                .isNotEqualTo(one.hash("Token"));
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void opensNothingThatAnotherSecretHasSealed() {
        byte[] sealed = new Secrets(new SecretSettings(GIVEN, null)).seal(TEXT);
        Secrets other = new Secrets(new SecretSettings(null, data));
        assertThatThrownBy(() -> other.open(sealed)).hasMessageContaining("another lamella.secret");
        assertThat(sealed).isNotEqualTo(new Secrets(new SecretSettings(GIVEN, null)).seal(TEXT));
    }

    @Test
    void refusesASecretThatIsNone() {
        assertThatThrownBy(() -> new Secrets(new SecretSettings("no base64!", null)))
                .hasMessage("lamella.secret is not base64");
        assertThatThrownBy(() -> new Secrets(new SecretSettings("c2hvcnQ=", null)))
                .hasMessage("lamella.secret holds 5 bytes, at least 32 are needed");
        assertThatThrownBy(() -> new Secrets(new SecretSettings(null, null))).hasMessageContaining("LAMELLA_SECRET");
    }
}

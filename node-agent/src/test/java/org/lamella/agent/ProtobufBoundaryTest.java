package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProtobufBoundaryTest {
    private static final Path SOURCES = Path.of("src/main/java/org/lamella/agent");

    @Test
    void letsOnlyTheLinkKnowProtobufAndGrpc() throws IOException {
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> knowing = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(ProtobufBoundaryTest::knowsProtobuf)
                    .map(path -> SOURCES.relativize(path).getName(0))
                    .distinct()
                    .toList();
            assertThat(knowing).containsExactly(Path.of("controllink"));
        }
    }

    private static boolean knowsProtobuf(Path source) {
        try {
            String text = Files.readString(source);
            return text.contains("import org.lamella.protocol")
                    || text.contains("import com.google.protobuf")
                    || text.contains("import io.grpc");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

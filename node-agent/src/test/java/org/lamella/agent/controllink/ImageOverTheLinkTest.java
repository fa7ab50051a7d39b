package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.storage.ArchiveFetcher;
import org.lamella.agent.storage.ArchiveGone;
import org.lamella.protocol.FetchImageRequest;

/** Archives of images come over the link, from where the node has them. */
class ImageOverTheLinkTest {
    private static final String DIGEST = "sha256:" + "1".repeat(64);

    @TempDir
    Path state;

    private FakeControlPlane controlPlane;
    private TestNode node;
    private final byte[] archive = new byte[10_500];
    private final ByteArrayOutputStream come = new ByteArrayOutputStream();
    private final ArchiveFetcher.Taker taker = new ArchiveFetcher.Taker() {
        @Override
        public void total(long bytes) {
            assertThat(bytes).isEqualTo(archive.length);
        }

        @Override
        public void take(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            come.writeBytes(copy);
        }
    };

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(archive);
        controlPlane = new FakeControlPlane();
        controlPlane.archives.put(DIGEST, archive);
        node = new TestNode(state);
    }

    @AfterEach
    void stop() throws InterruptedException {
        node.close();
        controlPlane.close();
    }

    @Test
    void waitsForTheControlPlaneAndSaysHowItBrokeOffAndGoesOn() throws IOException {
        node.attach(controlPlane);
        controlPlane.breaksOffAt = 4_000;

        assertThatThrownBy(() -> node.images().fetch(DIGEST, 0, taker))
                .isNotInstanceOf(ArchiveGone.class)
                .hasMessage("fetching archive " + DIGEST + " broke off: UNAVAILABLE: going away");
        assertThat(come.size()).isEqualTo(4_000);
        node.images().fetch(DIGEST, come.size(), taker);

        assertThat(come.toByteArray()).isEqualTo(archive);
        assertThat(controlPlane.fetches)
                .extracting(FetchImageRequest::getOffset)
                .containsExactly(0L, 4_000L);
        assertThatThrownBy(() -> node.images().fetch("sha256:" + "2".repeat(64), 0, taker))
                .isInstanceOf(ArchiveGone.class)
                .hasMessageContaining("does not have archive sha256:222");
    }
}

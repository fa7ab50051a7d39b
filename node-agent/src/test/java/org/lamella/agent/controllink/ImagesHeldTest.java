package org.lamella.agent.controllink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lamella.agent.plan.ImageKind;
import org.lamella.agent.storage.HeldImage;
import org.lamella.agent.storage.ImageContents;
import org.lamella.agent.storage.ImageHoldings;
import org.lamella.protocol.ImagesHeld;

/** What the control plane is told of the images on a node. */
class ImagesHeldTest {
    @TempDir
    Path state;

    private static HeldImage image(String name, String digest) {
        return new HeldImage(name, digest, ImageKind.DEBOOTSTRAP, "bookworm", new ImageContents(10, 1000));
    }

    @Test
    void saysThemOnEachStreamAndWheneverTheyChange() throws Exception {
        try (FakeControlPlane controlPlane = new FakeControlPlane();
                TestNode node = new TestNode(state)) {
            controlPlane.heartbeatMillis = 100;
            node.holdings = new ImageHoldings(
                    List.of(image("one", "sha256:1"), image("two", "sha256:1"), image("three", "sha256:3")),
                    new ImageContents(15, 1500));
            node.attach(controlPlane);
            FakeStream stream = controlPlane.awaitStream();

            await().until(() -> stream.images().size() == 1);
            ImagesHeld told = stream.images().getFirst();
            assertThat(told.getAloneFiles()).isEqualTo(20);
            assertThat(told.getAloneBytes()).isEqualTo(2000);
            assertThat(told.getHeldBytes()).isEqualTo(1500);
            assertThat(told.getImagesList())
                    .extracting(org.lamella.protocol.HeldImage::getName)
                    .containsExactly("one", "two", "three");

            node.holdings = ImageHoldings.NONE;
            await().until(() -> stream.images().size() == 2);
            assertThat(stream.images().getLast().getImagesCount()).isZero();
        }
    }
}

package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lamella.protocol.ImageBytes;
import org.lamella.protocol.ImageKind;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a node gets of the archives that its images are made from. */
@ControlPlaneTest
class FetchImageTest {
    private static final int BYTES = 3_000_000;

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void imagesGo() {
        jdbc.sql("delete from slivers").update();
        jdbc.sql("delete from slices").update();
        jdbc.sql("delete from images where name not in ('busybox', 'debian-12')")
                .update();
        jdbc.sql("delete from image_archives").update();
        jdbc.sql("delete from image_uploads").update();
    }

    private static byte[] tar(int seed) throws IOException {
        byte[] contents = new byte[BYTES];
        new Random(seed).nextBytes(contents);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            TarArchiveEntry entry = new TarArchiveEntry("x");
            entry.setSize(BYTES);
            tar.putArchiveEntry(entry);
            tar.write(contents);
            tar.closeArchiveEntry();
        }
        return out.toByteArray();
    }

    private String bring(byte[] tar) {
        return rest.post("/api/v1/image-archives", "application/octet-stream", BodyPublishers.ofByteArray(tar))
                .json()
                .path("digest")
                .stringValue();
    }

    private static byte[] read(Iterator<ImageBytes> stream, long total) throws IOException {
        assertThat(stream.next().getTotalBytes()).isEqualTo(total);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (stream.hasNext()) {
            stream.next().getData().writeTo(bytes);
        }
        return bytes.toByteArray();
    }

    @Test
    void givesAnArchiveWholeOrFromWhereANodeHasIt() throws IOException {
        byte[] tar = tar(1);
        String digest = bring(tar);
        ScriptedAgent agent = agents.joined("node1");

        assertThat(read(agent.fetch(digest, 0), tar.length)).isEqualTo(tar);
        assertThat(read(agent.fetch(digest, 1_500_000), tar.length))
                .isEqualTo(Arrays.copyOfRange(tar, 1_500_000, tar.length));
        assertThat(read(agent.fetch(digest, tar.length), tar.length)).isEmpty();
        assertThatThrownBy(() -> agent.fetch(digest, tar.length + 1).next()).hasMessageContaining("OUT_OF_RANGE");
        assertThatThrownBy(() -> agent.fetch("sha256:00", 0).next()).hasMessageContaining("NOT_FOUND");
    }

    @Test
    void plansWhatTheNameLeadsToAndPlansAnewWhenThatIsAnother() throws IOException {
        String before = bring(tar(1));
        String after = bring(tar(2));
        rest.post("/api/v1/images", "{\"name\": \"mine\", \"kind\": \"ARCHIVE\", \"source\": \"" + before + "\"}");
        AgentStream stream = agents.ready("node1");
        var made = rest.post(
                "/api/v1/slices", "{\"name\": \"demo_a\", \"image\": \"mine\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        await().untilAsserted(() -> assertThat(stream.plans().getLast().getImagesList())
                .singleElement()
                .satisfies(image -> {
                    assertThat(image.getKind()).isEqualTo(ImageKind.IMAGE_KIND_ARCHIVE);
                    assertThat(image.getSource()).isEqualTo(before);
                }));

        rest.put("/api/v1/images/mine/archive", "{\"digest\": \"" + after + "\"}");

        await().untilAsserted(() -> assertThat(
                        stream.plans().getLast().getImagesList().getFirst().getSource())
                .isEqualTo(after));
    }
}

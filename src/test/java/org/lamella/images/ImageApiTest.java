package org.lamella.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lamella.access.Caller;
import org.lamella.access.Scope;
import org.lamella.audit.AuditTrail;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.lamella.testing.SettableClock;
import org.lamella.web.QuotaExceeded;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The registry of images: archives by digest, names that lead to them. */
@ControlPlaneTest
class ImageApiTest {
    private static final String IMAGES = "/api/v1/images";
    private static final String ARCHIVES = "/api/v1/image-archives";
    private static final int BYTES = 2_500_000;

    @Autowired
    private Rest rest;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Archives archives;

    @Autowired
    private ArchivePieces pieces;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private SettableClock clock;

    @AfterEach
    void imagesGo() {
        jdbc.sql("delete from slices").update();
        jdbc.sql("delete from images where name not in ('busybox', 'debian-12')")
                .update();
        jdbc.sql("delete from image_archives").update();
        jdbc.sql("delete from image_uploads").update();
    }

    private Rest.Answer bring(byte[] bytes, String query) {
        return rest.post(ARCHIVES + query, "application/octet-stream", BodyPublishers.ofByteArray(bytes));
    }

    private Rest.Answer add(String name, String digest) {
        return rest.post(
                IMAGES, "{\"name\": \"%s\", \"kind\": \"ARCHIVE\", \"source\": \"%s\"}".formatted(name, digest));
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private Caller admin() {
        return new Caller(
                jdbc.sql("select id from accounts where email = 'admin@localhost'")
                        .query(Long.class)
                        .single(),
                "admin@localhost",
                true,
                Map.of(),
                Set.of(Scope.values()));
    }

    @Test
    void keepsAnArchiveByItsDigestAndGivesItAName() throws IOException {
        byte[] tar = Tars.withFile("bin/x", BYTES);
        String digest = Tars.digest(tar);

        var brought = bring(tar, "?digest=" + digest);
        var again = bring(tar, "");
        assertThat(brought.status()).as(brought.text()).isEqualTo(201);
        assertThat(brought.json().path("digest").stringValue()).isEqualTo(digest);
        assertThat(brought.json().path("bytes").longValue()).isEqualTo(tar.length);
        assertThat(brought.json().path("format").stringValue()).isEqualTo("TAR");
        assertThat(brought.json().path("unpackedBytes").longValue()).isEqualTo(BYTES);
        assertThat(again.json()).isEqualTo(brought.json());
        assertThat(count("image_uploads")).isEqualTo(1);
        assertThat(rest.get(ARCHIVES + "/" + digest).json()).isEqualTo(brought.json());

        var added = add("mine", digest);
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.json().path("digest").stringValue()).isEqualTo(digest);
        assertThat(added.json().path("archiveBytes").longValue()).isEqualTo(tar.length);
        assertThat(rest.get(IMAGES).texts("items", "name")).containsExactly("busybox", "debian-12", "mine");
        assertThat(add("mine", digest).problem()).isEqualTo("taken");
        long upload = archives.uploadOf(digest).orElseThrow();
        try (InputStream kept = pieces.open(upload)) {
            assertThat(kept.readAllBytes()).isEqualTo(tar);
        }
        assertThat(jdbc.sql("select action from audit_events where object_kind like 'image%' order by id")
                        .query(String.class)
                        .list())
                .containsExactly("image-archive-brought", "image-added");
    }

    @Test
    void knowsAnOciLayoutWhenItSeesOne() {
        assertThat(bring(Tars.withFile("oci-layout", 30), "")
                        .json()
                        .path("format")
                        .stringValue())
                .isEqualTo("OCI");
    }

    @Test
    void refusesWhatWasDamagedOrIsNoArchiveOrCannotBeTriedOut() {
        byte[] tar = Tars.withFile("bin/x", 1000);
        String other = Tars.digest(new byte[1]);

        var damaged = bring(tar, "?digest=" + other);
        assertThat(damaged.status()).isEqualTo(400);
        assertThat(damaged.detail()).contains(Tars.digest(tar)).contains(other);
        assertThat(bring("hello".getBytes(StandardCharsets.UTF_8), "").detail()).contains("no tar");
        assertThat(bring(tar, "?digest=md5:1").wrongFields()).containsExactly("digest");
        assertThat(bring(tar, "?dryRun=true").detail()).contains("not tried out");
        assertThat(rest.send(rest.request(ARCHIVES)
                                .header("Content-Type", "application/octet-stream")
                                .header("Idempotency-Key", "k")
                                .method("POST", BodyPublishers.ofByteArray(tar)))
                        .status())
                .isEqualTo(400);
        assertThat(count("image_uploads")).isZero();
        assertThat(count("image_pieces")).isZero();
    }

    @Test
    void saysEverythingThatIsWrongWithAnImage() {
        var answer = rest.post(
                IMAGES,
                "{\"name\": \"Mine\", \"kind\": \"ARCHIVE\", \"source\": \"%s\", \"description\": \"%s\"}"
                        .formatted(Tars.digest(new byte[2]), "x".repeat(2049)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly("name", "description", "source");
        assertThat(rest.post(IMAGES, "{\"name\": \"a\", \"kind\": \"TAR\", \"source\": \"/x\"}")
                        .wrongFields())
                .containsExactly("kind");
        var suite = rest.post(IMAGES, "{\"name\": \"trixie\", \"kind\": \"DEBOOTSTRAP\", \"source\": \"trixie\"}");
        assertThat(suite.status()).isEqualTo(201);
        assertThat(suite.json().path("digest").isNull()).isTrue();
    }

    @Test
    void movesANameToAnotherArchiveOnlyWhenToldTo() {
        byte[] before = Tars.withFile("bin/x", 1000);
        byte[] after = Tars.withFile("bin/x", 1001);
        bring(before, "");
        bring(after, "");
        add("mine", Tars.digest(before));
        String tag = rest.get(IMAGES + "/mine").header("ETag");

        var replaced = rest.put(IMAGES + "/mine/archive", "{\"digest\": \"" + Tars.digest(after) + "\"}");
        assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
        assertThat(replaced.json().path("source").stringValue()).isEqualTo(Tars.digest(after));
        var late = rest.send(rest.request(IMAGES + "/mine/archive")
                .header("Content-Type", "application/json")
                .header("If-Match", tag)
                .PUT(BodyPublishers.ofString("{\"digest\": \"" + Tars.digest(before) + "\"}")));
        assertThat(late.status()).isEqualTo(412);
        assertThat(rest.put(IMAGES + "/mine/archive", "{\"digest\": \"" + Tars.digest(new byte[3]) + "\"}")
                        .wrongFields())
                .containsExactly("digest");
        assertThat(rest.put(IMAGES + "/busybox/archive", "{\"digest\": \"" + Tars.digest(before) + "\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void doesNotDeleteWhatASliceNeedsAndSaysWhich() {
        byte[] tar = Tars.withFile("bin/x", 1000);
        bring(tar, "");
        add("mine", Tars.digest(tar));
        assertThat(rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"image\": \"mine\"}")
                        .status())
                .isEqualTo(201);

        var refused = rest.delete(IMAGES + "/mine");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).isEqualTo("image mine is in use by 1 slice: demo_a");
        assertThat(refused.texts("conflicts", "name")).containsExactly("demo_a");
        assertThat(rest.delete(IMAGES + "/busybox").status()).isEqualTo(409);

        jdbc.sql("delete from slices").update();
        assertThat(rest.delete(IMAGES + "/mine").status()).isEqualTo(204);
        assertThat(rest.get(IMAGES + "/mine").status()).isEqualTo(404);
    }

    @Test
    void collectsUploadsThatNobodyFinishesAndArchivesThatNobodyNames() throws IOException {
        byte[] named = Tars.withFile("bin/x", 1000);
        byte[] unnamed = Tars.withFile("bin/x", 1001);
        bring(named, "");
        bring(unnamed, "");
        add("mine", Tars.digest(named));
        long unfinished = pieces.begin();
        pieces.append(unfinished, 0, new byte[10]);

        clock.advance(Duration.ofMinutes(59));
        archives.collect();
        assertThat(count("image_uploads")).isEqualTo(3);
        clock.advance(Duration.ofMinutes(2));
        archives.collect();
        assertThat(count("image_uploads")).isEqualTo(2);
        assertThatThrownBy(() -> pieces.append(unfinished, 1, new byte[10])).hasMessageContaining("given up");

        clock.advance(Duration.ofHours(24));
        archives.collect();
        assertThat(archives.find(Tars.digest(named))).isPresent();
        assertThat(archives.find(Tars.digest(unnamed))).isEmpty();
        assertThat(count("image_pieces")).isEqualTo(1);
    }

    @Test
    void refusesWhatIsTooLargeOrBreaksOffAndLeavesNothing() {
        ArchiveSettings small =
                new ArchiveSettings(2_000_000, 2_000_000, 3_000_000, Duration.ofHours(1), Duration.ofHours(1));
        Archives limited = new Archives(jdbc, transaction, pieces, small, audit, Clock.systemUTC());
        byte[] tar = Tars.withFile("bin/x", BYTES);
        InputStream breaking = new FilterInputStream(new ByteArrayInputStream(tar, 0, 1_500_000)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                if (count < 0) {
                    throw new IOException("the sender has gone");
                }
                return count;
            }
        };

        assertThatThrownBy(() -> limited.take(admin(), new ByteArrayInputStream(tar), -1, ""))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessageContaining("2000000");
        assertThatThrownBy(() -> limited.take(admin(), new ByteArrayInputStream(tar), tar.length, ""))
                .isInstanceOf(QuotaExceeded.class)
                .hasMessageContaining(Integer.toString(tar.length));
        assertThatThrownBy(() -> limited.take(admin(), breaking, -1, "")).hasMessage("the sender has gone");
        assertThat(count("image_uploads")).isZero();
        assertThat(count("image_pieces")).isZero();
    }
}

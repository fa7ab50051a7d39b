package org.lamella.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.Agents;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Images in the browser, and what nodes say of theirs. */
@ControlPlaneTest
class ImagePagesTest {
    @Autowired
    private Rest rest;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void imagesGo() {
        jdbc.sql("delete from slices").update();
        jdbc.sql("delete from images where name not in ('busybox', 'debian-12')")
                .update();
        jdbc.sql("delete from image_archives").update();
        jdbc.sql("delete from image_uploads").update();
    }

    @Test
    void takesAnArchiveGivesItANameReplacesItAndDeletesIt() {
        byte[] tar = Tars.withFile("bin/x", 1000);
        byte[] other = Tars.withFile("bin/x", 1001);
        Browser browser = browsers.signedIn();
        Browser.Page list = browser.get("/images");

        assertThat(browser.upload(list, "/images/archives", tar).text()).isEqualTo(Tars.digest(tar));
        browser.upload(list, "/images/archives", other);
        Browser.Page refused = browser.upload(list, "/images/archives", new byte[10]);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("no tar");
        assertThat(browser.submit(list, "/images", Map.of("name", "mine")).errors())
                .contains("source: “” is no digest");

        Browser.Page added = browser.submit(list, "/images", Map.of("name", "mine", "source", Tars.digest(tar)));
        assertThat(added.location()).isEqualTo("/images/mine");
        Browser.Page one = browser.get("/images/mine");
        assertThat(one.text()).contains(Tars.digest(tar));
        Browser.Page replaced = browser.submit(one, "/images/mine/archive", Map.of("source", Tars.digest(other)));
        assertThat(replaced.location()).isEqualTo("/images/mine");
        assertThat(browser.get("/images/mine").text()).contains(Tars.digest(other));

        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"image\": \"mine\"}");
        assertThat(browser.get("/images/mine").text()).contains("demo_a");
        assertThat(browser.submit(one, "/images/mine/delete", Map.of("confirm", "mine"))
                        .errors())
                .contains("in use by 1 slice: demo_a");
        jdbc.sql("delete from slices").update();
        assertThat(browser.submit(one, "/images/mine/delete", Map.of("confirm", "other"))
                        .errors())
                .contains("nothing was deleted");
        assertThat(browser.submit(one, "/images/mine/delete", Map.of("confirm", "mine"))
                        .location())
                .isEqualTo("/images");
        assertThat(browser.get("/images/mine").status()).isEqualTo(404);
    }

    @Test
    void showsWhatANodeHoldsAndWhatIsSavedThere() {
        agents.ready("node1").holdImage("debian-12", "bookworm");

        await().untilAsserted(() -> {
            var said = rest.get("/api/v1/nodes/node1/images").json();
            assertThat(said.path("aloneBytes").longValue()).isEqualTo(3 << 20);
            assertThat(said.path("heldFiles").longValue()).isEqualTo(200);
            assertThat(said.path("images").path(0).path("name").stringValue()).isEqualTo("debian-12");
        });
        assertThat(rest.get("/api/v1/images/debian-12").json().path("nodes").longValue())
                .isEqualTo(1);
        assertThat(rest.get("/api/v1/images/busybox").json().path("nodes").longValue())
                .isZero();
        assertThat(browsers.signedIn().get("/nodes/node1").text())
                .contains("3.0 MiB in 300 files take 2.0 MiB in 200; 1.0 MiB are saved");
    }
}

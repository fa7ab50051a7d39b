package org.lamella.accounts.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ControlPlaneTest
@ExtendWith(OutputCaptureExtension.class)
class SshKeysTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINkmD86LHIngIPxCphMO2aIc0xijSx0o0cw2SPVLz0WY ada@laptop";
    private static final String FINGERPRINT = "SHA256:ENAHGCsoVvuqR7Qlwrp9FC7qESrUjlIFSeA3XhS7ddk";

    @Autowired
    private People people;

    @Autowired
    private Rest rest;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void keepsEachKeyOnceAnAccount() {
        Rest ada = people.named("ada", "demo", Role.USER).rest();
        Rest.Answer added = ada.post("/api/v1/ssh-keys", json(KEY));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().path("fingerprint").stringValue()).isEqualTo(FINGERPRINT);
        assertThat(added.json().path("key").stringValue()).isEqualTo(KEY);
        assertThat(ada.post("/api/v1/ssh-keys", json(KEY)).status()).isEqualTo(409);
        Rest eve = people.named("eve", "demo", Role.USER).rest();
        assertThat(eve.get("/api/v1/ssh-keys").json().path("items").isEmpty()).isTrue();
        assertThat(eve.delete("/api/v1/ssh-keys/" + added.json().path("id").asLong())
                        .status())
                .isEqualTo(404);
        assertThat(ada.delete("/api/v1/ssh-keys/" + added.json().path("id").asLong())
                        .status())
                .isEqualTo(204);
        assertThat(ada.get("/api/v1/ssh-keys").json().path("items").isEmpty()).isTrue();
    }

    @Test
    void addsAndRemovesOnThePage() {
        Browser ada = people.named("ada", "demo", Role.USER).browser();
        String page = "/account/ssh-keys";
        assertThat(ada.submit(ada.get(page), page, Map.of("key", KEY)).location())
                .isEqualTo(page);
        Browser.Page list = ada.get(page);
        assertThat(list.text()).contains(FINGERPRINT, "ada@laptop");
        ada.submit(list, list.html().select("form[action$=/remove]").attr("action"), Map.of());
        assertThat(ada.get(page).text()).contains("No key yet");
    }

    @Test
    void neitherShowsNorLogsAPrivateKey(CapturedOutput output) {
        Browser ada = people.named("ada", "demo", Role.USER).browser();
        String page = "/account/ssh-keys";
        String secret = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0c2VjcmV0\n";
        Browser.Page refused = ada.submit(ada.get(page), page, Map.of("key", secret));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).contains("is a private key");
        assertThat(refused.html().html()).doesNotContain("c2VjcmV0");
        assertThat(output.getAll()).doesNotContain("c2VjcmV0");
    }

    @Test
    void takesABlockedKeyFromEverybodyAndTellsThem() {
        Rest ada = people.named("ada", "demo", Role.USER).rest();
        ada.post("/api/v1/ssh-keys", json(KEY));
        assertThat(ada.post("/api/v1/blocked-ssh-keys", "{\"key\": \"x\", \"reason\": \"y\"}")
                        .status())
                .isEqualTo(403);
        assertThat(rest.post("/api/v1/blocked-ssh-keys", "{\"key\": \"x\", \"reason\": \"\"}")
                        .wrongFields())
                .containsExactlyInAnyOrder("key", "reason");
        assertThat(rest.post(
                                "/api/v1/blocked-ssh-keys",
                                "{\"key\": \"" + FINGERPRINT + "\", \"reason\": \"published by mistake\"}")
                        .status())
                .isEqualTo(201);
        assertThat(ada.get("/api/v1/ssh-keys").json().path("items").isEmpty()).isTrue();
        assertThat(jdbc.sql("select body from mails where recipient = 'ada@example.org'")
                        .query(String.class)
                        .single())
                .contains(FINGERPRINT, "published by mistake");
        assertThat(ada.post("/api/v1/ssh-keys", json(KEY)).detail()).contains("is blocked: published by mistake");
        assertThat(rest.delete("/api/v1/blocked-ssh-keys?fingerprint=" + FINGERPRINT.replace("+", "%2B"))
                        .status())
                .isEqualTo(204);
        assertThat(ada.post("/api/v1/ssh-keys", json(KEY)).status()).isEqualTo(201);
    }

    private static String json(String key) {
        return "{\"key\": \"" + key + "\"}";
    }
}

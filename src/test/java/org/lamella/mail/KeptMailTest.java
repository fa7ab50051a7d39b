package org.lamella.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lamella.access.Role;
import org.lamella.testing.Browser;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** There is no mail server: mails are read here, by admins, and by nobody else. */
@ControlPlaneTest
class KeptMailTest {
    private static final Mail.Kind KIND = new Mail.Kind("test", "this is a test");

    @Autowired
    private Mails mails;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Rest rest;

    @Autowired
    private Browsers browsers;

    @Autowired
    private People people;

    @Test
    void isShownWithItsText() {
        send("alice@example.org", "Come in", "Follow https://example.org/<b>1</b>");
        Browser browser = browsers.signedIn();
        Browser.Page list = browser.get("/mail");
        assertThat(list.text()).contains("No mail server is configured", "alice@example.org", "Come in", "kept");
        Browser.Page letter = browser.get(list.html().select("tbody a").attr("href"));
        assertThat(letter.html().select("pre.letter").text())
                .contains("https://example.org/<b>1</b>", "this is a test");
    }

    @Test
    void isReadByAScript() {
        send("alice@example.org", "Come in", "Hello.");
        var item = rest.get("/api/v1/mails").json().path("items").get(0);
        assertThat(item.path("to").stringValue()).isEqualTo("alice@example.org");
        assertThat(item.path("state").stringValue()).isEqualTo("KEPT");
        assertThat(item.path("nextAttempt").isNull()).isTrue();
        var letter = rest.get("/api/v1/mails/" + item.path("id").asLong()).json();
        assertThat(letter.path("text").stringValue()).startsWith("Hello.");
        assertThat(letter.path("mail").path("subject").stringValue()).isEqualTo("Come in");
    }

    @Test
    void hidesTheTextOfOneThatIsOnItsWay() {
        send("alice@example.org", "Come in", "A secret.");
        jdbc.sql("update mails set state = 'WAITING', ended_at = null").update();
        long id = jdbc.sql("select id from mails").query(Long.class).single();
        assertThat(rest.get("/api/v1/mails/" + id).json().path("text").isNull()).isTrue();
        assertThat(browsers.signedIn().get("/mail/" + id).text())
                .contains("not shown while it is on its way")
                .doesNotContain("A secret.");
    }

    @Test
    void isListedNewestFirstAPageAtATime() {
        IntStream.range(0, 5).forEach(number -> send("p" + number + "@example.org", "Mail " + number, ""));
        var first = rest.get("/api/v1/mails?limit=3");
        assertThat(first.texts("items", "subject")).containsExactly("Mail 4", "Mail 3", "Mail 2");
        String next = first.json().path("next").stringValue();
        assertThat(rest.get("/api/v1/mails?limit=3&cursor=" + next).texts("items", "subject"))
                .containsExactly("Mail 1", "Mail 0");
        assertThat(rest.get("/api/v1/mails?to=p2@example.org").texts("items", "subject"))
                .containsExactly("Mail 2");
        assertThat(rest.get("/api/v1/mails?cursor=eHg").wrongFields()).containsExactly("cursor");
        Browser browser = browsers.signedIn();
        assertThat(browser.get("/mail?limit=3").html().select(".pages a").text())
                .isEqualTo("Next");
        assertThat(browser.get("/mail?filter=to:p2@example.org").html().select("tbody tr"))
                .hasSize(1);
        assertThat(browser.get("/mail?filter=to:nobody@example.org").text()).contains("No such mail");
    }

    @Test
    void saysWhatThePageIsForWhenThereIsNone() {
        assertThat(browsers.signedIn().get("/mail").text()).contains("No mail yet");
        assertThat(rest.get("/api/v1/mails/1").status()).isEqualTo(404);
        assertThat(rest.get("/api/v1/mails/x").status()).isEqualTo(404);
    }

    @Test
    void isNobodysBusinessButAnAdmins() {
        send("alice@example.org", "Come in", "Hello.");
        long id = jdbc.sql("select id from mails").query(Long.class).single();
        People.Person pi = people.at("demo", Role.PI);
        assertThat(pi.rest().get("/api/v1/mails").status()).isEqualTo(403);
        assertThat(pi.rest().get("/api/v1/mails/" + id).status()).isEqualTo(403);
        Browser browser = pi.browser();
        assertThat(browser.get("/mail").status()).isEqualTo(403);
        assertThat(browser.get("/mail/" + id).status()).isEqualTo(403);
    }

    private void send(String to, String subject, String text) {
        transaction.executeWithoutResult(status -> mails.send(new Mail(to, subject, text, KIND)));
    }
}

package org.lamella.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The mails that one person got. What is done behind an answer takes a moment: it is waited for. */
final class Letterbox {
    private static final Pattern LINK = Pattern.compile("http://localhost:8080(\\S+)");

    private final JdbcClient jdbc;
    private final String address;

    Letterbox(JdbcClient jdbc, String address) {
        this.jdbc = jdbc;
        this.address = address;
    }

    /** The path that the last mail of this subject links to. */
    String link(String subject) {
        Matcher link = LINK.matcher(body(subject));
        assertThat(link.find()).as("a link in " + body(subject)).isTrue();
        return link.group(1);
    }

    String code(String subject) {
        String link = link(subject);
        return link.substring(link.indexOf("code=") + "code=".length());
    }

    String body(String subject) {
        await().untilAsserted(() -> assertThat(subjects()).anyMatch(found -> found.contains(subject)));
        return jdbc.sql("select body from mails where recipient = ? and subject like ? order by id desc limit 1")
                .params(address, "%" + subject + "%")
                .query(String.class)
                .single();
    }

    List<String> subjects() {
        return jdbc.sql("select subject from mails where recipient = ? order by id")
                .param(address)
                .query(String.class)
                .list();
    }
}

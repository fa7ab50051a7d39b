package org.lamella.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A browser without scripts: keeps cookies, follows no redirect by itself, sends forms with what they hide. */
public final class Browser {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();
    private final String server;

    Browser(String server) {
        this.server = server;
    }

    /** A page that came back. */
    public record Page(int status, HttpHeaders headers, Document html) {
        /** The path that it sends on to; empty when it does not. */
        public String location() {
            return headers.firstValue("Location")
                    .map(address -> address.replaceFirst("^http://[^/]+", ""))
                    .orElse("");
        }

        public String text() {
            return html.text();
        }

        /** All that is said to be wrong, as the summary above the form lists it. */
        public String errors() {
            return html.select("[role=alert]").text();
        }

        public String value(String field) {
            Element input = html.selectFirst("[name=" + field + "]");
            assertThat(input).as(field).isNotNull();
            return input.val();
        }
    }

    public Page get(String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)));
    }

    /** Sends fields to an address as they are, with nothing from a form. */
    public Page post(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Sends bytes as a page's script does, with the token of the page's first form. */
    public Page upload(Page page, String path, byte[] bytes) {
        return send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/octet-stream")
                .header("X-CSRF-TOKEN", page.value("_csrf"))
                .POST(BodyPublishers.ofByteArray(bytes)));
    }

    /** Fills in the form of a page that goes to this address, and sends it with its hidden fields. */
    public Page submit(Page page, String action, Map<String, String> fields) {
        Element form = page.html().selectFirst("form[action=" + action + "]");
        assertThat(form).as("form to %s in %s", action, page.html()).isNotNull();
        Map<String, String> all = new HashMap<>();
        form.select("input[type=hidden]").forEach(hidden -> all.put(hidden.attr("name"), hidden.val()));
        all.putAll(fields);
        return post(action, all);
    }

    /** Opens a stream of events and hands on each line as it comes; to be closed. */
    public Stream<String> lines(String path) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(server + path)).build(), BodyHandlers.ofLines())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public Page signIn(String code) {
        return submit(get("/sign-in"), "/sign-in", Map.of("code", code));
    }

    /** The session's id; empty before there is one. */
    public Optional<String> session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("SESSION"))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** All its cookies, as it would send them now. */
    public String cookies() {
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private Page send(HttpRequest.Builder request) {
        try {
            var answer =
                    http.send(request.header("Accept", "text/html,*/*;q=0.8").build(), BodyHandlers.ofString());
            return new Page(answer.statusCode(), answer.headers(), Jsoup.parse(answer.body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

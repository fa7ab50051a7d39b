package org.lamella.system;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who has come into the testbed as anybody does: registered, verified by mail, approved by an admin. */
record Newcomer(Testbed testbed, String email) {
    private static final String PASSWORD = "correct horse battery staple 7";
    private static final Pattern CODE = Pattern.compile("verify\\?code=(\\S+)");

    /** A user of the site demo. */
    static Newcomer user(Testbed testbed, String name) throws IOException, InterruptedException {
        String email = name + "@example.org";
        call(testbed, "POST", "/registrations", """
                {"email": "%s", "name": "%s", "site": "demo", "password": "%s"}""".formatted(email, name, PASSWORD));
        // Nobody is to see by the time it takes whether the address was known: the mail is written after the answer.
        String mail = await().until(
                        () -> find(call(testbed, "GET", "/mails?to=" + email, ""), "to", email), Optional::isPresent)
                .orElseThrow();
        var code = CODE.matcher(
                call(testbed, "GET", "/mails/" + mail, "").path("text").asString());
        if (!code.find()) {
            throw new AssertionError("no code in the mail to " + email);
        }
        call(testbed, "POST", "/registrations/verification", "{\"code\": \"" + code.group(1) + "\"}");
        String registration =
                find(call(testbed, "GET", "/registrations", ""), "email", email).orElseThrow();
        call(testbed, "POST", "/registrations/" + registration + "/approve", "");
        return new Newcomer(testbed, email);
    }

    /** A PI of the site demo. */
    static Newcomer pi(Testbed testbed, String name) throws IOException, InterruptedException {
        Newcomer person = user(testbed, name);
        call(testbed, "PUT", "/sites/demo/people/" + person.email + "/roles/pi", "");
        return person;
    }

    Page signIn(BrowserContext context) {
        Page page = context.newPage();
        page.navigate("http://localhost:" + testbed.port() + "/sign-in");
        page.getByLabel("Mail address").fill(email);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(PASSWORD);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                .click();
        page.waitForURL("**/slices");
        return page;
    }

    /** The id of the first item whose field has this value. */
    private static Optional<String> find(JsonNode list, String field, String value) {
        return list.path("items")
                .valueStream()
                .filter(item -> item.path(field).asString().equals(value))
                .map(item -> item.path("id").asString())
                .findFirst();
    }

    /** As the testbed's admin. */
    private static JsonNode call(Testbed testbed, String method, String path, String body)
            throws IOException, InterruptedException {
        JsonMapper json = new JsonMapper();
        String token = json.readTree(Files.readString(testbed.data().resolve("cli.json")))
                .path("token")
                .asString();
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + testbed.port() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isEmpty() ? json.nullNode() : json.readTree(answer.body());
        }
    }
}

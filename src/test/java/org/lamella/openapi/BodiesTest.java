package org.lamella.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.lamella.agentlink.Agents;
import org.lamella.permissions.Endpoint;
import org.lamella.permissions.TwoSites;
import org.lamella.testing.Browsers;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.People;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A body is described by a record and read by other code: both know the same fields. */
@ControlPlaneTest
class BodiesTest {
    private static final Pattern KNOWN = Pattern.compile("here; there is ([A-Za-z0-9, ]+)");

    @Autowired
    private Rest rest;

    @Autowired
    private People people;

    @Autowired
    private Browsers browsers;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void areReadFieldByFieldAsTheyAreDescribed() throws Exception {
        TwoSites sites = new TwoSites(rest, people, browsers, agents, jdbc);
        JsonNode document = new JsonMapper().readTree(Files.readString(Path.of("../docs/openapi.json")));
        SoftAssertions all = new SoftAssertions();
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    Set<String> described = fields(document, operation);
                    if (!described.isEmpty()) {
                        Endpoint endpoint = new Endpoint(method.toUpperCase(Locale.ROOT), path);
                        all.assertThat(readBy(endpoint, sites.address(endpoint)))
                                .as("the fields that %s reads; those of its @Body are", endpoint)
                                .isEqualTo(described);
                    }
                }));
        all.assertAll();
    }

    /** Empty when there is no body, or its fields are the sender's own. */
    private static Set<String> fields(JsonNode document, JsonNode operation) {
        String reference = operation
                .at("/requestBody/content/application~1json/schema/$ref")
                .asString("");
        return reference.isEmpty()
                ? Set.of()
                : new TreeSet<>(
                        document.at(reference.substring(1)).path("properties").propertyNames());
    }

    /** The words that refuse a field nobody knows name those that are known. */
    private Set<String> readBy(Endpoint endpoint, String address) {
        Rest.Answer answer = rest.send(rest.request(address)
                .header("Content-Type", "application/json")
                .method(endpoint.method(), BodyPublishers.ofString("{\"no-such-field\": 1}")));
        Matcher known = KNOWN.matcher(answer.detail());
        assertThat(known.find()).as("%s: %s", endpoint, answer.text()).isTrue();
        return new TreeSet<>(Set.of(known.group(1).split(", ")));
    }
}
